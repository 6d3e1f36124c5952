import type { CredentialKind, PageName, Place, Start, System } from '../client-case.ts'
import type { AgentConfig } from '../config/agent-schema.ts'
import type { ApiConfig } from '../config/api-schema.ts'
import type { BrokerConfig } from '../config/broker-schema.ts'
import type { EnvConfig, LaunchConfig } from '../config/parts.ts'
import { type AnyConfig, isApiConfig } from '../config/schema.ts'
import type { WebAppConfig } from '../config/web-app-schema.ts'
import { ConfigError, InternalError } from '../errors.ts'
import type { Route } from '../manifest.ts'
import type { TargetSource } from '../mock-command/identity-source.ts'
import { RouteTable } from '../routes.ts'

/** What the harness needs to know of any system to start it. */
export interface ClientSystem {
  readonly kind: Exclude<System, 'any'> | 'api'
  readonly name: string
  readonly launch: LaunchConfig
  readonly env: EnvConfig
  readonly health: string
  readonly restartable: boolean
  /** In its own URL. */
  readonly host: string
}

/** @throws {ConfigError} `API_NOT_A_PROCESS` for an API that runs as a module */
export function clientSystem(config: AnyConfig): ClientSystem {
  if (isApiConfig(config)) {
    const { launch, name = 'the API', env, restartable } = config.api
    if (launch === undefined) {
      throw new ConfigError('API_NOT_A_PROCESS', 'These cases start a process.', 'Give `api.launch`.')
    }
    const health = typeof launch === 'string' ? '/health' : launch.ready
    return { kind: 'api', name, launch, env, health, restartable, host: 'localhost' }
  }
  const [kind, system] = [
    ['web-app', config.webApp] as const,
    ['agent', config.agent] as const,
    ['broker', config.broker] as const,
  ].find(([, each]) => each !== undefined) ?? ['web-app' as const, undefined]
  if (system === undefined) throw new InternalError('CONFIG_WITHOUT_SYSTEM', 'There is no system.', 'Report it.')
  const { name = kind, launch, env, health, restartable } = system
  return { kind, name, launch, env, health, restartable, host: 'host' in system ? system.host : 'localhost' }
}

/** What a start makes the target: the system, or the program that uses a broker. */
export function targetOf(config: AnyConfig, { client }: Start): ClientSystem {
  const system = clientSystem(config)
  const declared = isApiConfig(config) ? undefined : config.broker?.client
  if (client === undefined || declared === undefined) return system
  const { launch, env, health } = declared
  return { ...system, name: `client of ${system.name}`, launch, env, health }
}

/** True where the target itself speaks TLS; a web app has something before it that does. */
export function speaksTls(config: AnyConfig, { tls = false }: Start): boolean {
  return tls && !isApiConfig(config) && config.broker?.tls !== undefined
}

/** The kinds of credential of a web app, in the order declared. */
export function credentialKindsOf(config: AnyConfig): readonly CredentialKind[] {
  if (isApiConfig(config) || config.webApp === undefined) return []
  const { secret, certificate, federated } = config.webApp.credentials
  const kinds: readonly (readonly [CredentialKind, unknown])[] = [
    ['secret', secret],
    ['certificate', certificate],
    ['federated', federated],
  ]
  return kinds.flatMap(([kind, declared]) => (declared === undefined ? [] : [kind]))
}

/** The managed identity sources that a start may be asked for; the first is the default. Empty: it has no identity. */
export function sourcesOf(
  config: AnyConfig,
  credential: CredentialKind | undefined,
  vault: boolean,
): readonly TargetSource[] {
  const ofVault = vault ? (config.keyVault?.sources ?? []) : []
  if (isApiConfig(config)) return ofVault
  if (config.agent !== undefined) return config.agent.sources
  if (config.broker !== undefined) return config.broker.sources
  return credential === 'federated' ? (config.webApp.credentials.federated?.sources ?? []) : ofVault
}

/** A place as a request. */
export interface PlaceRequest {
  readonly method: string
  readonly path: string
  readonly body?: unknown
  /** The page that holds its form. */
  readonly form?: string
}

/** Where a place is; undefined when the configuration has none. */
export function placeOf(config: AnyConfig, place: Place): PlaceRequest | undefined {
  if (place.startsWith('/')) return { method: 'GET', path: place }
  if (place === 'health') return { method: 'GET', path: clientSystem(config).health }
  if (isApiConfig(config)) return place === 'protected' ? protectedRoute(config.api) : undefined
  if (place === 'protected') return undefined
  if (place === 'token') return brokerPlace(config.broker?.token)
  if (place === 'client') return brokerPlace(config.broker?.client)
  const [kind, name = ''] = place.split('.')
  return kind === 'page' ? pagePlace(config.webApp, name) : actionPlace(config.agent, name)
}

/** The first plain GET route of an API that lets users in. */
export function protectedRoute(api: ApiConfig): Route | undefined {
  return new RouteTable(api).find('delegated', 'delegated')
}

function brokerPlace(declared: Pick<BrokerConfig['token'], 'path'> | undefined): PlaceRequest | undefined {
  return declared === undefined ? undefined : { method: 'GET', path: declared.path }
}

function pagePlace(webApp: WebAppConfig | undefined, name: string): PlaceRequest | undefined {
  if (webApp === undefined) return undefined
  const { pages } = webApp
  const declared: Readonly<Partial<Record<string, WebAppConfig['pages'][PageName]>>> = {
    ...pages,
    protected: pages.protected ?? pages.callApi,
    signedOut: pages.signedOut ?? pages.home,
  }
  const page = declared[name]
  if (page === undefined) return undefined
  return typeof page === 'string' ? { method: 'GET', path: page } : { method: 'POST', path: page.path, form: page.form }
}

function actionPlace(agent: AgentConfig | undefined, name: string): PlaceRequest | undefined {
  const action = name === 'chat' ? agent?.actions.chat : name === 'code' ? agent?.actions.code : undefined
  if (action === undefined) return undefined
  const [method = 'GET', path = '/'] = action.route.split(' ')
  return { method, path, ...(action.body === undefined ? {} : { body: action.body }) }
}

/** Tells starts apart; those that say the same in other words have the same one. */
export function startKey(config: AnyConfig, start: Start = {}): string {
  const credential = start.credential ?? credentialKindsOf(config)[0]
  const source = start.source ?? sourcesOf(config, credential, (start.vault ?? 'off') !== 'off')[0]
  const entries = Object.entries({ ...start, credential, source }).filter(([, value]) => value !== undefined)
  return JSON.stringify(entries.toSorted(([a], [b]) => a.localeCompare(b)))
}
