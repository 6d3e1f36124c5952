import {
  type ClientCloudVariables,
  clientSeed,
  clientVariables,
  type Registration,
} from '../../fixtures/client-cloud.ts'
import { canaryHosts, consumersTenantId, keyNames, organization } from '../../fixtures/cloud.ts'
import type { PageName, Start } from '../client-case.ts'
import type { Clock, RandomSource } from '../clock.ts'
import type { AnyConfig } from '../config/schema.ts'
import { createMovableClock, type MovableClock } from '../control/movable-clock.ts'
import { ConfigError, InternalError } from '../errors.ts'
import type { KeySource, SigningKey } from '../keys.ts'
import { createMockAzure } from '../mock-azure/mock-azure.ts'
import type { KeyRef } from '../tokens/recipe.ts'
import { fillTemplate } from '../variables.ts'
import type { CertificateFiles } from './certificates.ts'
import { type ObservedCloud, observeCloud } from './observed-cloud.ts'
import { clientSystem, credentialKindsOf, placeOf } from './system.ts'

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

type CloudVariables = ClientCloudVariables & CertificateFiles['variables']

/** The stand-in cloud of one client world, before and while its target runs. */
export interface ClientCloud {
  readonly world: number
  readonly config: AnyConfig
  readonly variables: CloudVariables & { readonly baseUrl: string; readonly redirectUri: string; readonly port: string }
  readonly mock: ObservedCloud
  readonly clock: MovableClock
  readonly registration: Registration
  readonly certificates: CertificateFiles
  /** Setting to the name of the secret it comes from. */
  readonly vaultSettings: Readonly<Record<string, string>>
  /** The key a mutation names, as things stand now. */
  key(ref: KeyRef): SigningKey
  /** What a rollover publishes next. */
  nextKey(): Promise<SigningKey>
}

/** @param port where the target will listen: redirect URIs name it */
export async function createClientCloud(
  resources: ClientResources,
  world: number,
  start: Start,
  port: number,
): Promise<ClientCloud> {
  const { config, keys, random, certificates } = resources
  const base = { ...clientVariables(world), ...certificates.variables }
  const baseUrl = `http://${clientSystem(config).host}:${port}`
  const page = (name: PageName): string | undefined => placeOf(config, `page.${name}`)?.path
  const callback = `${baseUrl}${page('callback') ?? '/callback'}`
  const variables = { ...base, baseUrl, redirectUri: callback, port: String(port) }
  const logout = page('frontChannelLogout')
  const clock = createMovableClock(resources.clock)
  const registration = await registrationFor(start, resources, base)
  const named = await namedKeys(keys)
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
      vaultSecrets: vaultSecrets(config, variables),
    }),
    canaryHosts,
    canaryKeys: [named.outsider],
  })
  const key = keyLookup(bare.directory.tenant(base.tenantId)?.keys, named)
  const mock = observeCloud(bare, () => ({
    now: Math.floor(clock.now() / 1000),
    variables,
    key,
    identity: { version: '2.0', scopes: [], roles: [], appRoles: [] },
  }))
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
    nextKey: () => keys.key(rollovers++ === 0 ? keyNames.next : `next-${rollovers}`),
  }
}

/** Only what the target proves itself with is registered: where another credential is tried, it fails. */
async function registrationFor(
  start: Start,
  { config, certificates }: ClientResources,
  variables: ClientCloudVariables,
): Promise<Registration> {
  const kind = start.credential ?? credentialKindsOf(config)[0]
  return {
    secrets: kind === 'secret' ? [variables.clientSecret] : [],
    certificates: kind === 'certificate' ? [certificates.own.certificatePem] : [],
    federatedCredentials:
      kind === 'federated' ? [{ issuer: variables.issuer, subject: variables.identityPrincipalId }] : [],
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

type NamedKeys = Readonly<Record<keyof typeof keyNames, SigningKey>>

async function namedKeys(keys: KeySource): Promise<NamedKeys> {
  const [first, second, next, secondTenant, other, consumers, outsider] = await Promise.all([
    keys.key(keyNames.first),
    keys.key(keyNames.second),
    keys.key(keyNames.next),
    keys.key(keyNames.secondTenant),
    keys.key(keyNames.other),
    keys.key(keyNames.consumers),
    keys.key(keyNames.outsider),
  ])
  return { first, second, next, secondTenant, other, consumers, outsider }
}

function keyLookup(home: { readonly signing: SigningKey } | undefined, named: NamedKeys): ClientCloud['key'] {
  return (ref) => {
    if (home === undefined) throw new InternalError('WORLD_TENANT_MISSING', 'The home tenant is gone.', 'Report it.')
    switch (ref) {
      case 'tenant':
        return home.signing
      case 'tenant-second':
        return home.signing === named.first ? named.second : named.first
      case 'tenant-next':
        return named.next
      case 'listed-tenant':
        return named.secondTenant
      case 'other-tenant':
        return named.other
      case 'consumers':
        return named.consumers
      case 'outsider':
        return named.outsider
    }
  }
}
