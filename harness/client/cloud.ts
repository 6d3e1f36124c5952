import {
  type ClientCloudVariables,
  clientSeed,
  clientVariables,
  type Registration,
  workloadIdentity,
} from '../../fixtures/client-cloud.ts'
import { canaryHosts, cloudVariables, consumersTenantId, keyNames, organization } from '../../fixtures/cloud.ts'
import type { PageName, Start } from '../client-case.ts'
import type { Clock, RandomSource } from '../clock.ts'
import { type AnyConfig, isApiConfig } from '../config/schema.ts'
import { createMovableClock, type MovableClock } from '../control/movable-clock.ts'
import { ConfigError } from '../errors.ts'
import type { KeySource, SigningKey } from '../keys.ts'
import type { TokenBroker } from '../mock-azure/contract.ts'
import type { ArcAgent, WorkloadIssuer } from '../mock-azure/managed-identity/contract.ts'
import { signWorkloadToken } from '../mock-azure/managed-identity/workload-issuer.ts'
import { createMockAzure } from '../mock-azure/mock-azure.ts'
import { keyLookup, namedKeys } from '../named-keys.ts'
import { mint, type MintContext, type MintIdentity } from '../tokens/mint.ts'
import type { KeyRef, TokenRecipe } from '../tokens/recipe.ts'
import { fillTemplate } from '../variables.ts'
import type { CertificateFiles, CertificateInUse } from './certificates.ts'
import { type ObservedCloud, observeCloud } from './observed-cloud.ts'
import { clientSystem, credentialKindsOf, placeOf, protectedRoute, speaksTls } from './system.ts'
import type { ClientVariables } from './variables.ts'

/** What one run hands to each of its client worlds. */
export interface ClientResources {
  readonly config: AnyConfig
  /** The config file's folder. */
  readonly directory: string
  readonly keys: KeySource
  readonly clock: Clock
  readonly random: RandomSource
  readonly certificates: CertificateFiles
}

type CloudVariables = ClientCloudVariables & CertificateInUse['variables']

/** The stand-in cloud of one client world, before and while its target runs. */
export interface ClientCloud {
  readonly world: number
  readonly config: AnyConfig
  readonly variables: CloudVariables & Pick<ClientVariables, 'baseUrl' | 'redirectUri' | 'port'> & VaultVariables
  readonly mock: ObservedCloud
  readonly clock: MovableClock
  readonly registration: Registration
  readonly certificates: CertificateFiles
  /** Setting to the name of the secret it comes from. */
  readonly vaultSettings: Readonly<Record<string, string>>
  /** The key a mutation names, as things stand now. */
  key(ref: KeyRef): SigningKey
  /** A token for the API, as a caller of it would send. */
  mint(recipe: TokenRecipe): Promise<string>
  /** The token that a platform outside Azure projects into the workload. */
  workloadToken(): Promise<string>
  /** What a rollover publishes next. */
  nextKey(): Promise<SigningKey>
}

/** What runs on the machine of the target. */
export interface Beside {
  /** The agent of the server, if that is Arc-enabled. */
  readonly arc?: ArcAgent | undefined
  /** The broker that the target uses, at `brokerUrl`. */
  readonly broker?: Pick<TokenBroker, 'answer'> | undefined
}

/** @param port where the target will listen: redirect URIs name it */
export async function createClientCloud(
  resources: ClientResources,
  world: number,
  start: Start,
  port: number,
  beside: Beside = {},
): Promise<ClientCloud> {
  const { config, keys, random, certificates } = resources
  // The settings of an API are written in the variables of its own worlds.
  const ofApi = isApiConfig(config) ? cloudVariables(world, '2.0') : {}
  const inUse = await certificates.inUse(start.certificate)
  const base = { ...ofApi, ...clientVariables(world), ...inUse.variables }
  const baseUrl = `${speaksTls(config, start) ? 'https' : 'http'}://${clientSystem(config).host}:${port}`
  const page = (name: PageName): string | undefined => placeOf(config, `page.${name}`)?.path
  const callback = `${baseUrl}${page('callback') ?? '/callback'}`
  const located = { ...base, baseUrl, redirectUri: callback, port: String(port) }
  const variables = { ...located, ...vaultVariables(config, located) }
  const logout = page('frontChannelLogout')
  const clock = createMovableClock(resources.clock)
  const registration = registrationFor(start, config, inUse, base)
  const named = await namedKeys(keys)
  const workloadIssuer: WorkloadIssuer = { issuer: workloadIdentity.issuer, keys: [named.outsider] }
  const { arc, broker } = beside
  const bare = createMockAzure({
    clock,
    random,
    keys,
    tenants: [
      organization(base.tenantId, base.tenantDomain, 'Contoso', [named.first, named.second]),
      organization(base.otherTenantId, `fabrikam${world}.example`, 'Fabrikam', [named.other]),
      { ...organization(consumersTenantId, 'live.example', 'Personal accounts', [named.consumers]), kind: 'consumers' },
    ],
    ...clientSeed({
      world,
      variables: base,
      redirectUris: [
        callback,
        ...[page('home'), page('signedOut')].flatMap((path) => (path === undefined ? [] : [baseUrl + path])),
      ],
      logoutUrl: logout === undefined ? undefined : baseUrl + logout,
      registration,
      ...(arc === undefined ? {} : { arc }),
      vaultSecrets: {
        ...vaultSecrets(config, variables),
        ...(broker === undefined ? {} : { [base.vaultSecretName]: `mock-value-of-the-vault-${world}` }),
      },
    }),
    workloadIssuers: [workloadIssuer],
    ...(broker === undefined ? {} : { tokenBroker: { host: new URL(base.brokerUrl).host, answer: broker.answer } }),
    canaryHosts,
    canaryKeys: [named.outsider],
  })
  const key = keyLookup(bare, base.tenantId, named)
  const context = (): MintContext => ({
    now: Math.floor(clock.now() / 1000),
    variables,
    key,
    identity: callerOf(config),
  })
  const mock = observeCloud(bare, context)
  let rollovers = 0
  return {
    world,
    config,
    variables,
    mock,
    clock,
    registration,
    certificates,
    vaultSettings: config.keyVault?.secrets ?? {},
    key,
    mint: async (recipe) => (await mint(recipe, context())).wire,
    workloadToken: () =>
      signWorkloadToken({ clock, random, issuer: workloadIssuer, subject: workloadIdentity.subject }),
    nextKey: () => keys.key(rollovers++ === 0 ? keyNames.next : `next-${rollovers}`),
  }
}

/** Only what the target proves itself with is registered: where another credential is tried, it fails. */
function registrationFor(
  start: Start,
  config: AnyConfig,
  { registered }: CertificateInUse,
  variables: ClientCloudVariables,
): Registration {
  const kind = start.credential ?? credentialKindsOf(config)[0]
  return {
    secrets: kind === 'secret' ? [variables.clientSecret] : [],
    certificates: kind === 'certificate' ? [registered.certificatePem] : [],
    federatedCredentials:
      kind === 'federated' ? [{ issuer: variables.issuer, subject: variables.identityPrincipalId }] : [],
  }
}

/** A user who may call the API's first route. */
function callerOf(config: AnyConfig): MintIdentity {
  const access = isApiConfig(config) ? protectedRoute(config.api)?.access : undefined
  const { scopes = [], roles = [] } = (access?.kind === 'protected' ? access.delegated : undefined) ?? {}
  return { version: '2.0', scopes: scopes.slice(0, 1), roles: roles.slice(0, 1), appRoles: [] }
}

type VaultVariables = Pick<ClientVariables, Extract<keyof ClientVariables, `keyVault${string}`>>

/** What cases call the settings by that come from the vault. */
function vaultVariables(
  config: AnyConfig,
  variables: Readonly<Record<string, string>>,
): Omit<VaultVariables, 'keyVaultUrl' | 'keyVaultName'> {
  const settings = Object.entries(config.keyVault?.secrets ?? {})
  const values = vaultSecrets(config, variables)
  const [first = ['', ''] as const, second = first] = settings
  return {
    keyVaultSetting: first[0],
    keyVaultSecret: first[1],
    keyVaultValue: values[first[1]] ?? '',
    keyVaultSecondSetting: second[0],
    keyVaultSecondSecret: second[1],
    keyVaultSecondValue: values[second[1]] ?? '',
  }
}

/** Name of each secret to the value that the setting has in the configuration. */
function vaultSecrets(
  config: AnyConfig,
  variables: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  if (config.keyVault === undefined) return {}
  const { env } = clientSystem(config)
  return Object.fromEntries(
    Object.entries(config.keyVault.secrets).map(([setting, secret]) => {
      const value = env[setting]
      if (value === undefined) {
        throw new ConfigError(
          'KEY_VAULT_SETTING',
          `keyVault.secrets names ${setting}, which env does not set.`,
          'Give env the value that the secret has.',
        )
      }
      return [secret, fillTemplate(String(value), variables)]
    }),
  )
}
