import { ConfigError } from '../errors.ts'
import type { KeySource } from '../keys.ts'
import type { MockAzure, Tenant } from '../mock-azure/contract.ts'
import type { Control, KeyView, TenantView } from './contract.ts'
import { unknown } from './names.ts'

interface NamedTenants {
  /** @throws {ConfigError} `CONTROL_UNKNOWN` */
  readonly tenant: (idOrDomain: string | undefined) => Tenant
  /** Fills in the first tenant where none is named. */
  readonly inTenant: <T extends { readonly tenantId?: string }>(part: T) => T & { readonly tenantId: string }
}

/** Tenants by name; the first one where none is named. */
export function namedTenants({ directory }: MockAzure): NamedTenants {
  const tenant = (name: string | undefined): Tenant => {
    const found = name === undefined ? directory.tenants[0] : directory.tenant(name)
    return found ?? unknown('tenant', name ?? '')
  }
  return { tenant, inTenant: (part) => ({ ...part, tenantId: tenant(part.tenantId).id }) }
}

interface DirectoryOptions extends NamedTenants {
  readonly mock: MockAzure
  readonly keys: KeySource
}

/** What can be done to Entra ID. */
export function directoryControl(parts: DirectoryOptions): Pick<Control, 'tenants' | 'keys' | 'apps' | 'users'> {
  const { tenant, inTenant, mock } = parts
  const { directory, entra } = mock
  const userId = (name: string): string => (directory.user(name) ?? unknown('user', name)).objectId
  return {
    tenants: {
      list: () => directory.tenants.map(tenantView),
      async add(seed) {
        const keys = parts.keys.key(seed.id).then((key) => [key] as const)
        const added = directory.addTenant({ ...seed, keys })
        await added.keys.pending
        return tenantView(added)
      },
    },
    keys: keyControl(parts),
    apps: {
      list: (name) => directory.apps(tenant(name).id),
      add: (app) => directory.addApp(inTenant(app)),
      change: (clientId, change) => directory.changeApp(clientId, change),
      consent: (consent) => directory.consent(inTenant(consent)),
      revokeConsents: (clientId, name) => directory.revokeConsents(tenant(name).id, clientId),
      assignRole: (assignment) => directory.assignAppRole(inTenant(assignment)),
      unassignRole: (assignment) => directory.unassignAppRole(inTenant(assignment)),
    },
    users: {
      list: () => directory.users,
      add: (user) => directory.addUser(inTenant(user)),
      change: (name, change) => directory.changeUser(userId(name), change),
      revokeSessions: (name) => entra.revokeSessions(userId(name)),
      invite: (guest) => directory.addGuest(guest),
      addGroup: (group) => directory.addGroup(inTenant(group)),
    },
  }
}

function keyControl({ keys, tenant }: DirectoryOptions): Control['keys'] {
  let made = 0
  const newKey = ({ id }: Tenant) => {
    made += 1
    return keys.key(`${id} ${made}`)
  }
  return {
    list: (name) => tenantView(tenant(name)).keys,
    async publish(name) {
      const home = tenant(name)
      const key = await newKey(home)
      home.keys.publish(key)
      return keyView(home, key.kid)
    },
    async rollover(name, kid) {
      const home = tenant(name)
      await home.keys.pending
      const published = home.keys.published.find((key) => key.kid === kid)
      const key = kid === undefined ? await newKey(home) : (published ?? unknown('published key', kid))
      home.keys.rollover(key)
      return keyView(home, key.kid)
    },
    retire(name, kid) {
      const { keys: own } = tenant(name)
      if (!own.published.some((key) => key.kid === kid)) unknown('published key', kid)
      if (own.signing.kid === kid) {
        const message = `The key ${kid} still signs and cannot be retired.`
        throw new ConfigError('CONTROL_KEY_SIGNS', message, 'Roll over to another key first.')
      }
      own.retire(kid)
    },
  }
}

function tenantView({ id, domain, displayName, kind, keys }: Tenant): TenantView {
  const signing = keys.published.length === 0 ? undefined : keys.signing.kid
  return { id, domain, displayName, kind, keys: keys.published.map(({ kid }) => ({ kid, signing: kid === signing })) }
}

function keyView({ keys }: Tenant, kid: string): KeyView {
  return { kid, signing: keys.signing.kid === kid }
}
