import { ConfigError } from '../errors.ts'
import { firstPartyApps } from './access/first-party.ts'
import { checkCustomClaims } from './directory/custom-claims.ts'
import { createPeople } from './directory/people.ts'
import { createPermissions } from './directory/permissions.ts'
import type { AppSeed } from './entra/app-contract.ts'
import type { Directory, PendingTenantSeed, PeopleSeed, Tenant, TenantSeed } from './entra/contract.ts'
import { saveAll, saveCollections } from './save.ts'
import { createTenantKeys } from './tenant-keys.ts'

/** Microsoft's tenant for personal accounts; the alias `consumers` means it. */
export const consumersTenantId = '9188040d-6c67-4c5b-b112-36a304b66dad'

/**
 * The tenants, app registrations, people and permissions of one cloud.
 * @throws {ConfigError} `MOCK_DUPLICATE`, `MOCK_TENANT_UNKNOWN`, `MOCK_USER_UNKNOWN`, `MOCK_APP_UNKNOWN`,
 *   `MOCK_PERMISSION_UNKNOWN` or `MOCK_CLAIM_RESTRICTED` when the seeds contradict each other
 */
export function createDirectory(
  tenantSeeds: readonly (TenantSeed | PendingTenantSeed)[],
  appSeeds: readonly AppSeed[],
  people: PeopleSeed = {},
): Directory {
  const registrations = createRegistrations()
  const persons = createPeople(registrations.tenant)
  const permissions = createPermissions({ ...registrations, ...persons })
  const parts = [registrations, persons, permissions]
  const directory: Directory = { ...registrations, ...persons, ...permissions, save: () => saveAll(parts) }

  for (const seed of tenantSeeds) directory.addTenant(seed)
  for (const seed of appSeeds) directory.addApp(seed)
  for (const seed of people.users ?? []) directory.addUser(seed)
  for (const seed of people.guests ?? []) directory.addGuest(seed)
  for (const seed of people.groups ?? []) directory.addGroup(seed)
  for (const seed of people.appRoleAssignments ?? []) directory.assignAppRole(seed)
  for (const seed of people.consents ?? []) directory.consent(seed)
  return directory
}

type Registrations = Pick<
  Directory,
  'tenants' | 'tenant' | 'addTenant' | 'app' | 'apps' | 'addApp' | 'changeApp' | 'save'
>

function createRegistrations(): Registrations {
  const tenants: Tenant[] = []
  const apps: AppSeed[] = []

  const tenant: Directory['tenant'] = (idOrDomain) => {
    const name = idOrDomain.toLowerCase()
    return tenants.find(({ id, domain }) => id === name || domain === name)
  }

  return {
    tenants,
    tenant,
    addTenant(seed) {
      const { displayName, kind } = seed
      const [id, domain] = [seed.id.toLowerCase(), seed.domain.toLowerCase()]
      const taken = [id, domain].find((name) => tenant(name) !== undefined)
      if (taken !== undefined) throw duplicate('tenant', taken)
      const added: Tenant = { id, domain, displayName, kind, keys: createTenantKeys(seed.keys) }
      tenants.push(added)
      return added
    },
    app(tenantId, clientIdOrUri) {
      const home = tenant(tenantId)
      // What the seeds register hides Microsoft's own service of that name.
      return home && [...apps, ...firstPartyApps].find((app) => isNamed(app, clientIdOrUri) && existsIn(app, home))
    },
    apps(tenantId) {
      const home = tenant(tenantId)
      return home === undefined ? [] : apps.filter((app) => existsIn(app, home))
    },
    addApp(seed) {
      if (tenant(seed.tenantId) === undefined) {
        const message = `The app ${seed.clientId} belongs to the tenant ${seed.tenantId}, which does not exist.`
        throw new ConfigError('MOCK_TENANT_UNKNOWN', message, 'Add the tenant before its apps.')
      }
      checkApp(seed, apps)
      apps.push(seed)
      return seed
    },
    changeApp(clientId, change) {
      const index = apps.findIndex((app) => app.clientId.toLowerCase() === clientId.toLowerCase())
      const before = apps[index]
      if (before === undefined) {
        const message = `The stand-in cloud has no app ${clientId}.`
        throw new ConfigError('MOCK_APP_UNKNOWN', message, 'Add the app first, and name it by its client ID.')
      }
      const after = { ...before, ...change }
      checkApp(
        after,
        apps.filter((app) => app !== before),
      )
      apps[index] = after
      return after
    },
    save() {
      const restores = [saveCollections([tenants, apps]), saveAll(tenants.map(({ keys }) => keys))]
      return () => {
        for (const restore of restores) restore()
      }
    },
  }
}

function checkApp(app: AppSeed, others: readonly AppSeed[]): void {
  checkCustomClaims(app)
  const names = [app.clientId, ...(app.identifierUris ?? [])]
  const taken = names.find((name) => others.some((other) => isNamed(other, name)))
  if (taken !== undefined) throw duplicate('app', taken)
}

/** Entra ID finds a resource by its identifier URI with or without the trailing slash. */
function isNamed(app: AppSeed, clientIdOrUri: string): boolean {
  if (app.clientId.toLowerCase() === clientIdOrUri.toLowerCase()) return true
  const bare = withoutSlash(clientIdOrUri)
  return app.identifierUris?.some((uri) => withoutSlash(uri) === bare) ?? false
}

function withoutSlash(uri: string): string {
  return uri.endsWith('/') ? uri.slice(0, -1) : uri
}

function existsIn(app: AppSeed, tenant: Tenant): boolean {
  switch (app.signInAudience ?? 'AzureADMyOrg') {
    case 'AzureADMyOrg':
      return app.tenantId.toLowerCase() === tenant.id
    case 'AzureADMultipleOrgs':
      return tenant.kind === 'organization'
    case 'AzureADandPersonalMicrosoftAccount':
      return true
  }
}

function duplicate(what: 'tenant' | 'app', name: string): ConfigError {
  const message = `The stand-in cloud already has the ${what} ${name}.`
  return new ConfigError('MOCK_DUPLICATE', message, `Give each ${what} an identifier of its own.`)
}
