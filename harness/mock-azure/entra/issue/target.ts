import { scopeValues } from '../../directory/permissions.ts'
import type { AppSeed } from '../app-contract.ts'
import type { Account, Directory } from '../contract.ts'
import { EntraFailure } from '../errors.ts'

/** Microsoft Graph: what a scope without a resource belongs to, and whom tokens for OpenID scopes alone are for. */
export const graphId = '00000003-0000-0000-c000-000000000000'

const openIdScopes: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'offline_access'])

/** A `scope` parameter taken apart. */
export interface RequestedScopes {
  /** OpenID Connect's own. */
  readonly openId: ReadonlySet<string>
  readonly resources: readonly RequestedResource[]
}

interface RequestedResource {
  /** As the client wrote it: the audience of a v1 token. */
  readonly name: string
  /** What stood before each permission; empty for Graph's, which need none. */
  readonly prefix: string
  readonly permissions: readonly string[]
}

/** The API a token is for, as it was asked for. */
export interface Target {
  readonly app: AppSeed
  readonly name: string
  readonly prefix: string
  /** `default`: everything that was consented to. */
  readonly permissions: readonly string[] | 'default'
}

/** `api://x/a openid b` is `a` of `api://x`, OpenID's `openid`, and `b` of Graph. */
export function readScopes(scope: string): RequestedScopes {
  const openId = new Set<string>()
  const resources = new Map<string, { name: string; prefix: string; permissions: string[] }>()
  for (const part of scope.split(' ').filter((text) => text !== '')) {
    if (openIdScopes.has(part)) {
      openId.add(part)
      continue
    }
    const slash = part.lastIndexOf('/')
    const prefix = part.slice(0, slash + 1)
    const resource = resources.get(prefix) ?? {
      name: slash === -1 ? graphId : part.slice(0, slash),
      prefix,
      permissions: [],
    }
    resource.permissions.push(part.slice(slash + 1))
    resources.set(prefix, resource)
  }
  return { openId, resources: [...resources.values()] }
}

/**
 * The APIs behind requested scopes in one tenant; Graph when only OpenID scopes were asked for.
 * @throws {EntraFailure} 70011 for `/.default` beside other permissions, 500011 for an unknown API, 650053 for a scope
 *   the API does not have
 */
export function findTargets(
  directory: Directory,
  tenantId: string,
  client: AppSeed,
  { resources }: RequestedScopes,
): readonly Target[] {
  if (resources.length === 0) return [graphTarget(directory, tenantId)]
  return resources.map(({ name, prefix, permissions }) => {
    const app = directory.app(tenantId, name)
    if (app === undefined) throw new EntraFailure(500011, { resource: name, tenant: tenantId })
    if (permissions.includes('.default')) {
      if (permissions.length > 1) throw new EntraFailure(70011, { scope: permissions.join(' ') })
      return { app, name, prefix, permissions: 'default' }
    }
    const unknown = permissions.find((permission) => !scopeValues(app).includes(permission))
    if (unknown !== undefined) {
      throw new EntraFailure(650053, { client: client.displayName, scope: unknown, resource: app.clientId })
    }
    return { app, name, prefix, permissions }
  })
}

/** @throws {EntraFailure} 28000 when there are several */
export function onlyTarget(targets: readonly Target[]): Target {
  const [first, ...others] = targets
  if (first === undefined || others.some(({ app }) => app !== first.app)) {
    throw new EntraFailure(28000, { scope: targets.map(({ name }) => name).join(' ') })
  }
  const permissions = targets.flatMap((target) => target.permissions)
  return targets.length === 1 ? first : { ...first, permissions }
}

function graphTarget(directory: Directory, tenantId: string): Target {
  const app = directory.app(tenantId, graphId)
  if (app === undefined) throw new EntraFailure(500011, { resource: graphId, tenant: tenantId })
  return { app, name: graphId, prefix: '', permissions: [] }
}

/** Which of a target's permissions the client still needs consent to for a user. */
export function missingConsent(
  directory: Directory,
  account: Account,
  client: AppSeed,
  target: Target,
): readonly string[] {
  const granted = directory.consentedScopes(account.tenant.id, client, target.app, account.objectId)
  return neededPermissions(directory, account.tenant.id, client, target).filter((scope) => !granted.includes(scope))
}

/** `/.default` asks for what the client's registration lists, at least. */
function neededPermissions(directory: Directory, tenantId: string, client: AppSeed, target: Target): readonly string[] {
  if (target.permissions !== 'default') return target.permissions
  const listed = client.requiredResourceAccess?.filter(
    ({ resource }) => directory.app(tenantId, resource) === target.app,
  )
  return (listed ?? []).flatMap(({ scopes }) => scopes)
}

/**
 * The scopes that go into a token: all that were consented to, not only those asked for.
 * @throws {EntraFailure} 65001 when one that was asked for is missing, or there is none at all
 */
export function grantedScopes(
  directory: Directory,
  account: Account,
  client: AppSeed,
  target: Target,
): readonly string[] {
  const { tenant, objectId } = account
  const granted = directory.consentedScopes(tenant.id, client, target.app, objectId)
  const isMissing =
    target.permissions === 'default'
      ? granted.length === 0
      : target.permissions.some((permission) => !granted.includes(permission))
  // OpenID's own scopes come with any consent.
  const isUnknown = target.permissions.length === 0 && !directory.knowsClient(tenant.id, client.clientId, objectId)
  if (isMissing || isUnknown) throw new EntraFailure(65001, { client: client.clientId })
  return granted
}
