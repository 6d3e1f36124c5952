import { ConfigError } from '../errors.ts'
import { firstPartyApps } from './access/first-party.ts'
import type { AppSeed, Directory, Tenant, TenantSeed } from './contract.ts'
import { createTenantKeys } from './tenant-keys.ts'

/** Microsoft's tenant for personal accounts; the alias `consumers` means it. */
export const consumersTenantId = '9188040d-6c67-4c5b-b112-36a304b66dad'

/** The tenants and app registrations of one cloud. */
export function createDirectory(tenantSeeds: readonly TenantSeed[], appSeeds: readonly AppSeed[]): Directory {
  const tenants: Tenant[] = []
  const apps: AppSeed[] = []

  const tenant: Directory['tenant'] = (idOrDomain) => {
    const name = idOrDomain.toLowerCase()
    return tenants.find(({ id, domain }) => id === name || domain === name)
  }

  const directory: Directory = {
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
    addApp(seed) {
      if (tenant(seed.tenantId) === undefined) {
        const message = `The app ${seed.clientId} belongs to the tenant ${seed.tenantId}, which does not exist.`
        throw new ConfigError('MOCK_TENANT_UNKNOWN', message, 'Add the tenant before its apps.')
      }
      const names = [seed.clientId, ...(seed.identifierUris ?? [])]
      const taken = names.find((name) => apps.some((app) => isNamed(app, name)))
      if (taken !== undefined) throw duplicate('app', taken)
      apps.push(seed)
      return seed
    },
  }

  for (const seed of tenantSeeds) directory.addTenant(seed)
  for (const seed of appSeeds) directory.addApp(seed)
  return directory
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
