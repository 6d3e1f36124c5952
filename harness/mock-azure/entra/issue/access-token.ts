import type { JsonObject } from '../../../json.ts'
import { appOnlyClaims, delegatedClaims } from '../../../tokens/claims.ts'
import { servicePrincipalId } from '../../directory/service-principal.ts'
import type { AppSeed } from '../app-contract.ts'
import type { Account, Tenant } from '../contract.ts'
import { EntraFailure } from '../errors.ts'
import type { EntraCloud } from '../request.ts'
import type { SignIn } from '../state.ts'
import { type ClaimsRequest, contextsOf } from './claims-request.ts'
import { groupClaims } from './groups.ts'
import { type ClientProof, signToken } from './sign.ts'
import type { Target } from './target.ts'
import { customClaims, identityClaims, optionalClaims, tokenUser, withoutUpnOfGuests } from './user-claims.ts'

interface TokenOfClient {
  readonly client: AppSeed
  readonly proof: ClientProof
  readonly target: Pick<Target, 'app' | 'name'>
}

export interface AppOnlyToken extends TokenOfClient {
  readonly tenant: Tenant
  /** Whether the client proved itself by a federated credential: such a token proves nobody in turn. */
  readonly federated: boolean
}

/**
 * An access token without a user, in the version the API's registration asks for.
 * Source: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 * @throws {EntraFailure} 501051 when the API requires an assignment and the client has none
 */
export async function issueAppOnlyToken(cloud: EntraCloud, token: AppOnlyToken): Promise<string> {
  const { tenant, client, target, federated } = token
  const { app } = target
  const objectId = servicePrincipalId(tenant.id, client)
  const roles = cloud.directory.rolesOn(tenant.id, [objectId, client.clientId], app)
  if (app.assignmentRequired === true && roles === undefined) {
    throw new EntraFailure(501051, { client: client.clientId, resource: app.clientId })
  }
  const common = commonInput(cloud, token, tenant)
  const claims: JsonObject = {
    ...appOnlyClaims({ ...common, servicePrincipalId: objectId, appRoles: roles ?? [] }),
    ...(app.optionalClaims?.accessToken?.includes('idtyp') === true ? { idtyp: 'app' } : {}),
    ...(federated ? { xms_ficinfo: 'CAAQABgAIAAoAjAA' } : {}),
    ...customClaims(app, undefined),
  }
  return signToken(tenant, claims, common.version)
}

export interface UserToken extends TokenOfClient {
  readonly account: Account
  readonly signIn: SignIn
  /** `scp`. */
  readonly scopes: readonly string[]
  readonly asked: ClaimsRequest
}

/**
 * An access token with which a client acts for a user.
 * @throws {EntraFailure} 50105 when the API requires an assignment and the user has none
 */
export async function issueUserToken(cloud: EntraCloud, token: UserToken): Promise<string> {
  const { account, target, signIn, scopes } = token
  const { app } = target
  const { tenant } = account
  const roles = assignedRoles(cloud, account, app)
  const common = commonInput(cloud, token, tenant)
  const claims: JsonObject = {
    ...delegatedClaims({ ...common, user: tokenUser(account), scopes, roles }),
    ...identityClaims(account, app),
    ...(common.version === '1.0' && signIn.satisfied.length > 0 ? { amr: ['pwd', 'mfa'] } : {}),
    ...optionalClaims(app.optionalClaims?.accessToken, { account, signIn }),
    ...requestedClaims(token),
    ...groupClaims(cloud.directory, account, app, false),
    ...customClaims(app, account),
  }
  const { uti } = claims
  if (typeof uti === 'string') cloud.state.tokenSignIns.set(uti, signIn)
  return signToken(tenant, withoutUpnOfGuests(claims, account), common.version)
}

/**
 * The user's roles at an app.
 * @throws {EntraFailure} 50105 when the app requires an assignment and the user has none
 */
export function assignedRoles(
  { directory }: EntraCloud,
  { tenant, objectId, user }: Account,
  app: AppSeed,
): readonly string[] {
  const roles = directory.rolesOn(tenant.id, [objectId], app)
  if (app.assignmentRequired === true && roles === undefined) {
    throw new EntraFailure(50105, { client: app.displayName, user: user.userName })
  }
  return roles ?? []
}

/** Claims that the client's request brings in: its capabilities, and the authentication contexts it was asked for. */
function requestedClaims({ target, asked, signIn }: UserToken): JsonObject {
  const wanted = target.app.optionalClaims?.accessToken ?? []
  const { capabilities } = asked
  const contexts = contextsOf(wanted.includes('acrs') ? signIn.satisfied : asked.required)
  return {
    ...(wanted.includes('xms_cc') && capabilities.length > 0 ? { xms_cc: capabilities } : {}),
    ...(contexts.length > 0 ? { acrs: contexts } : {}),
  }
}

function commonInput({ clock, random }: EntraCloud, { client, proof, target }: TokenOfClient, tenant: Tenant) {
  const { app, name } = target
  const version = app.requestedAccessTokenVersion === 2 ? '2.0' : '1.0'
  const byId = version === '2.0' || app.optionalClaims?.accessToken?.includes('aud') === true
  return {
    version,
    tenantId: tenant.id,
    clientId: client.clientId,
    clientAuthentication: proof,
    audience: byId ? app.clientId : name,
    now: Math.floor(clock.now() / 1000),
    tokenId: random.uuid(),
  } as const
}
