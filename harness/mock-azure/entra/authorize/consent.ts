import { scopeValues } from '../../directory/permissions.ts'
import type { AppSeed, ScopeSeed } from '../app-contract.ts'
import type { Account } from '../contract.ts'
import { EntraFailure } from '../errors.ts'
import { graphId, missingConsent, readScopes, type Target } from '../issue/target.ts'
import type { EntraCloud } from '../request.ts'
import { wantedTargets } from './account-choice.ts'
import type { SignInRequest } from './request.ts'

/** What a client still needs a user's consent to. */
export interface NeededConsent {
  readonly app: AppSeed
  readonly scopes: readonly string[]
}

/**
 * OpenID's own scopes need consent only of a client that nobody ever consented to: they come along with any other.
 * @throws {EntraFailure} 90094 when only an administrator could consent, 650057 for `/.default` of an API that the
 *   client's registration does not list
 */
export function neededConsents(cloud: EntraCloud, wanted: SignInRequest, account: Account): readonly NeededConsent[] {
  const { directory } = cloud
  const { client, scope } = wanted
  const targets = wantedTargets(cloud, wanted, account)
  for (const target of targets) checkListed(cloud, account, client, target)
  const needed = targets
    .map((target) => ({ app: target.app, scopes: missingConsent(directory, account, client, target) }))
    .filter(({ scopes }) => scopes.length > 0)
  const isAdminOnly = needed.some(({ app, scopes }) => scopes.some((name) => isForAdministrators(app, name)))
  if (isAdminOnly) throw new EntraFailure(90094, { client: client.displayName })

  const graph = directory.app(account.tenant.id, graphId)
  if (graph === undefined || directory.knowsClient(account.tenant.id, client.clientId, account.objectId)) return needed
  return [{ app: graph, scopes: [...readScopes(scope).openId] }, ...needed].filter(({ scopes }) => scopes.length > 0)
}

function checkListed({ directory }: EntraCloud, { tenant, objectId }: Account, client: AppSeed, target: Target): void {
  if (target.permissions !== 'default' || target.app === client) return
  const isListed = client.requiredResourceAccess?.some(
    ({ resource }) => directory.app(tenant.id, resource) === target.app,
  )
  const isGranted = directory.consentedScopes(tenant.id, client, target.app, objectId).length > 0
  if (isListed === true || isGranted) return
  throw new EntraFailure(650057, { client: client.clientId, resource: target.name })
}

function isForAdministrators(app: AppSeed, name: string): boolean {
  const scope = findScope(app, name)
  return typeof scope === 'object' && scope.adminOnly === true
}

function findScope(app: AppSeed, name: string): ScopeSeed | undefined {
  return app.scopes?.find((scope) => (typeof scope === 'string' ? scope : scope.value) === name)
}

/** What the consent page says. With `prompt=consent` everything asked for is shown, also what was consented to. */
export function describeConsents(cloud: EntraCloud, wanted: SignInRequest, account: Account): readonly string[] {
  const needed = neededConsents(cloud, wanted, account)
  const shown = needed.length > 0 ? needed : askedFor(cloud, wanted, account)
  return shown.flatMap(({ app, scopes }) => scopes.map((name) => describe(app, name)))
}

function askedFor(cloud: EntraCloud, wanted: SignInRequest, account: Account): readonly NeededConsent[] {
  return wantedTargets(cloud, wanted, account).map(({ app, permissions }) => ({
    app,
    scopes: permissions === 'default' ? scopeValues(app) : permissions,
  }))
}

const openIdDescriptions = new Map([
  ['openid', 'Sign you in'],
  ['profile', 'View your basic profile'],
  ['email', 'View your email address'],
  ['offline_access', 'Maintain access to data you have given it access to'],
])

function describe(app: AppSeed, name: string): string {
  const scope = findScope(app, name)
  const description = typeof scope === 'object' ? scope.description : openIdDescriptions.get(name)
  return description ?? `${app.displayName}: ${name}`
}

/** Records that the user consented to it. */
export function giveConsents(
  { directory }: EntraCloud,
  wanted: SignInRequest,
  account: Account,
  needed: readonly NeededConsent[],
): void {
  const { tenant, objectId: userId } = account
  for (const { app, scopes } of needed) {
    directory.consent({ tenantId: tenant.id, clientId: wanted.client.clientId, resource: app.clientId, scopes, userId })
  }
}
