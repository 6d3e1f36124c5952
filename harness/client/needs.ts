import type { ClientCase, ClientNeed, Place } from '../client-case.ts'
import { type AnyConfig, isApiConfig } from '../config/schema.ts'
import { canMountPrivately } from '../targets/arc-server.ts'
import { findFakeTime } from '../targets/fake-time.ts'
import { clientSystem, credentialKindsOf, placeOf, protectedRoute, sourcesOf, startKey } from './system.ts'

/** What the machine has. */
export interface Facilities {
  /** libfaketime. */
  readonly clock: boolean
  /** 127.0.0.2 is an address of this machine. */
  readonly otherAddress: boolean
  /** A process can be given a view of its own of the folder where an Arc-enabled server keeps its keys. */
  readonly arc: boolean
}

export const facilitiesHere: Facilities = {
  clock: findFakeTime() !== undefined,
  otherAddress: process.platform === 'linux',
  get arc() {
    return canMountPrivately()
  },
}

/** True for a case that concerns the configured system at all; the others are no part of its run. */
export function concerns(item: ClientCase, config: AnyConfig): boolean {
  if (isApiConfig(config)) return item.system === 'any' && config.keyVault !== undefined
  return item.system === 'any' || item.system === clientSystem(config).kind
}

/** Why a case does not apply; undefined when it does. */
export function unmetClientNeed(item: ClientCase, config: AnyConfig, facilities: Facilities): string | undefined {
  const {
    credential,
    source,
    vault = 'off',
    clock = false,
    demo = false,
    tls = false,
    client,
    others = [],
    beside = [],
  } = item.start ?? {}
  const implied: ClientNeed[] = [
    ...(credential === undefined ? [] : [`credential.${credential}` as const]),
    ...beside.map((kind) => `credential.${kind}` as const),
    ...(vault === 'off' ? [] : ['key-vault' as const]),
    ...(clock ? ['clock' as const] : []),
    ...(demo ? ['demo' as const] : []),
    ...(tls ? [item.system === 'broker' ? ('tls' as const) : ('behind-tls' as const)] : []),
    ...(client === undefined ? [] : ['client' as const]),
    ...(wantsOwnTarget(item, config) ? ['fresh-target' as const] : []),
    ...others.map((other) => (other === 'environment' ? ('environment-credential' as const) : other)),
  ]
  for (const need of [...implied, ...(item.needs ?? [])]) {
    if (!isMet(need, config, facilities)) return sentences[need] ?? `There is no ${need.replace('.', ' ')}.`
  }
  if (source === undefined || source === 'none') return undefined
  const sources = sourcesOf(config, credential ?? credentialKindsOf(config)[0], vault !== 'off')
  if (!sources.includes(source)) return `The managed identity source ${source} is not declared.`
  return missingFacility(item, facilities)
}

/** True for a case that one instance, started as usual, cannot serve beside others. */
function wantsOwnTarget({ isolation, start, steps }: ClientCase, config: AnyConfig): boolean {
  if (isolation === 'fresh' || steps.some((step) => step.do === 'restart')) return true
  return startKey(config, start) !== startKey(config)
}

/** What the machine lacks for a case, whatever the target is; undefined: nothing. */
export function missingFacility({ needs = [], start }: ClientCase, facilities: Facilities): string | undefined {
  if ((start?.clock === true || needs.includes('clock')) && !facilities.clock) return sentences.clock
  if (needs.includes('other-address') && !facilities.otherAddress) return sentences['other-address']
  return start?.source === 'arc' && !facilities.arc ? noArc : undefined
}

const hour = 3600

const noArc =
  'An Arc-enabled server keeps its keys in /var/opt/azcmagent; here no process can be given one of its own (Linux, user namespaces).'

const sentences: { readonly [need in ClientNeed]?: string } = {
  clock: "The target's clock cannot be moved here: libfaketime is not installed (Debian: apt install faketime).",
  'fresh-target': 'It needs a target of its own, and all cases share one (restartable: false).',
  tls: 'It is not declared how it is told to speak TLS (tls).',
  client: 'It is not declared what uses its tokens (client).',
  'other-address': 'Only on Linux is 127.0.0.2 an address of the machine as well.',
  'return-parameter': 'No returnParameter is declared.',
  'behind-tls': 'It is not declared how it learns of TLS (behindTls).',
  'form-post': 'It does not ask for form_post.',
  'query-response': 'It does not ask for the response in the query.',
  pkce: 'It does not use PKCE.',
  'session-lifetime': 'No session lifetime is declared.',
  'hour-long-session': 'Its sessions end within an hour.',
  'persistent-session': 'Its sessions end with the process.',
  'volatile-session': 'Its sessions outlive the process.',
  'step-up': 'It does not step up.',
  'certificate-chain': 'It does not send the chain of its certificate.',
  'system-assigned': 'It does not use the system-assigned identity.',
  'user-assigned': 'It does not use a user-assigned identity.',
  demo: 'It has no demo mode.',
  api: 'It is no API with a route for users.',
  'key-vault': 'It does not use Key Vault.',
  'key-vault-fail': 'It goes on with the environment when the vault cannot be read.',
  'key-vault-environment': 'It does not start when the vault cannot be read.',
}

type NamedNeed = Extract<ClientNeed, `${string}.${string}`>

function isNamed(need: ClientNeed): need is NamedNeed {
  return need.includes('.')
}

function isMet(need: ClientNeed, config: AnyConfig, facilities: Facilities): boolean {
  if (isNamed(need)) return isNamedMet(need, config)
  const webApp = isApiConfig(config) ? undefined : config.webApp
  const agent = isApiConfig(config) ? undefined : config.agent
  const broker = isApiConfig(config) ? undefined : config.broker
  switch (need) {
    case 'return-parameter':
      return webApp?.returnParameter !== undefined
    case 'behind-tls':
      return webApp?.behindTls !== undefined
    case 'form-post':
      return webApp?.responseMode === 'form_post'
    case 'query-response':
      return webApp?.responseMode === 'query'
    case 'pkce':
      return webApp?.pkce === true
    case 'hour-long-session':
      return Math.min(webApp?.session.lifetimeSeconds ?? hour, webApp?.session.idleSeconds ?? hour) >= hour
    case 'session-lifetime':
      return webApp?.session.lifetimeSeconds !== undefined
    case 'persistent-session':
      return webApp?.session.persistent === true
    case 'volatile-session':
      return webApp?.session.persistent === false
    case 'step-up':
      return webApp?.stepUp === true
    case 'certificate-chain':
      return webApp?.credentials.certificate?.chain === true
    case 'system-assigned':
    case 'user-assigned':
      return webApp === undefined
        ? (agent?.identity ?? broker?.identity ?? config.keyVault?.identity) === need
        : need === 'user-assigned' && webApp.credentials.federated !== undefined
    case 'demo':
      return agent?.demo !== undefined
    case 'environment-credential':
      return agent?.credentials.environment !== undefined
    case 'workload-identity':
    case 'azure-cli':
      return agent?.credentials[need] !== undefined
    case 'scope-allow-list':
      return broker?.allowedScopes !== undefined
    case 'last-good-token':
      return broker?.servesLastGood === true
    case 'tls':
      return broker?.tls !== undefined
    case 'client':
      return broker?.client !== undefined
    case 'other-address':
      return facilities.otherAddress
    case 'api':
      return isApiConfig(config) && protectedRoute(config.api) !== undefined
    case 'key-vault':
      return config.keyVault !== undefined
    case 'key-vault-fail':
      return config.keyVault?.onFailure === 'fail'
    case 'key-vault-environment':
      return config.keyVault?.onFailure === 'environment'
    case 'fresh-target':
      return clientSystem(config).restartable
    case 'clock':
      return facilities.clock
  }
}

/** Needs that hold a name: a page, an action, a kind of credential, a source. */
function isNamedMet(need: NamedNeed, config: AnyConfig): boolean {
  const [kind, name = ''] = need.split('.')
  if (kind === 'credential') return credentialKindsOf(config).some((each) => each === name)
  if (kind === 'source') {
    const kinds = [undefined, ...credentialKindsOf(config)]
    return kinds.some((credential) => sourcesOf(config, credential, true).some((each) => each === name))
  }
  return isPlace(need) && placeOf(config, need) !== undefined
}

function isPlace(need: string): need is Place {
  return need.startsWith('page.') || need.startsWith('action.')
}
