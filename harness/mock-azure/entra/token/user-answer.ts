import { base64url } from 'jose'

import type { JsonObject } from '../../../json.ts'
import type { AppSeed, RedirectUris } from '../app-contract.ts'
import type { Account } from '../contract.ts'
import { EntraFailure } from '../errors.ts'
import { issueUserToken } from '../issue/access-token.ts'
import { checkRequirements, readClaimsRequest } from '../issue/claims-request.ts'
import { issueIdToken } from '../issue/id-token.ts'
import { type ClientProof, tokenLifetime } from '../issue/sign.ts'
import { findTargets, grantedScopes, graphId, onlyTarget, readScopes, type Target } from '../issue/target.ts'
import type { EntraCloud } from '../request.ts'
import type { SignIn } from '../state.ts'
import type { TokenRequest } from './request.ts'

const dayMs = 24 * 60 * 60 * 1000
/** Source: https://learn.microsoft.com/entra/identity-platform/refresh-tokens#token-lifetime */
const refreshLifetimeMs = { web: 90 * dayMs, publicClient: 90 * dayMs, spa: dayMs } as const

/** A user's permission to a client, whatever grant it came by. */
export interface UserGrant {
  readonly account: Account
  readonly client: AppSeed
  readonly proof: ClientProof
  readonly platform: keyof RedirectUris
  readonly signIn: SignIn
  /** What it was first asked for; the request's own `scope` goes before. */
  readonly scope: string
  readonly nonce?: string
  /** The claims request it was first asked with. */
  readonly claims?: string
  /** Where the refresh token it came by ends; a new one then ends there too. */
  readonly refreshUntil?: number
  /** The OAuth error of a sign-in that is not enough. */
  readonly requirementError?: string
}

/**
 * The tokens for a user: an access token always, an ID token for `openid`, a refresh token for `offline_access`.
 * Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#successful-response-2
 * @throws {EntraFailure}
 */
export async function answerForUser(request: TokenRequest, grant: UserGrant): Promise<JsonObject> {
  const { cloud, version, parameters } = request
  const { account, client, proof, signIn } = grant
  checkEnabled(account)
  const scope = parameters.get('scope') ?? grant.scope
  const { openId } = readScopes(scope)
  const target = findTarget(request, account, client, scope)
  const scopes = grantedScopes(cloud.directory, account, client, target)
  const asked = readClaimsRequest(parameters.get('claims') ?? grant.claims)
  checkRequirements(target.app, asked, signIn, grant.requirementError)
  const shown = [...scopes.filter((name) => !openId.has(name)), ...openIdOf(target, openId)]
  const accessToken = await issueUserToken(cloud, { account, client, proof, target, signIn, scopes: shown, asked })
  const wantsIdToken = openId.has('openid') || version === '1.0'
  const idToken = wantsIdToken ? await idTokenOf(request, grant, openId) : undefined
  return {
    ...answerHead(cloud, version, target, answerScope(target, shown)),
    access_token: accessToken,
    ...(openId.has('offline_access') || version === '1.0'
      ? { refresh_token: keepRefreshToken(cloud, grant, scope) }
      : {}),
    ...(idToken === undefined ? {} : { id_token: idToken }),
    ...(parameters.get('client_info') === undefined ? {} : { client_info: clientInfo(account) }),
  }
}

/** @throws {EntraFailure} 50057 */
export function checkEnabled({ user }: Account): void {
  if (user.disabled === true) throw new EntraFailure(50057)
}

function findTarget(
  { cloud, version, parameters }: TokenRequest,
  account: Account,
  client: AppSeed,
  scope: string,
): Target {
  const { directory } = cloud
  const resource = parameters.get('resource')
  if (version === '2.0' || resource === undefined) {
    return onlyTarget(findTargets(directory, account.tenant.id, client, readScopes(scope)))
  }
  const app = directory.app(account.tenant.id, resource)
  if (app === undefined) throw new EntraFailure(500011, { resource, tenant: account.tenant.id })
  return { app, name: resource, prefix: '', permissions: 'default' }
}

/** In tokens for Graph OpenID's scopes show up as permissions. */
function openIdOf({ app }: Target, openId: ReadonlySet<string>): readonly string[] {
  return app.clientId === graphId ? [...openId].filter((name) => name !== 'offline_access') : []
}

/** As the client wrote them, since it looks its tokens up by these names. */
function answerScope({ prefix, permissions }: Target, scopes: readonly string[]): string {
  const names = permissions === 'default' && prefix !== '' ? [...scopes, '.default'] : scopes
  return names.map((name) => `${openIdNames.has(name) ? '' : prefix}${name}`).join(' ')
}

const openIdNames = new Set(['openid', 'profile', 'email'])

function answerHead({ clock }: EntraCloud, version: '1.0' | '2.0', target: Target, scope: string): JsonObject {
  const { expiresIn, extendedExpiresIn, backdated } = tokenLifetime
  if (version === '2.0') {
    return { token_type: 'Bearer', scope, expires_in: expiresIn, ext_expires_in: extendedExpiresIn }
  }
  const now = Math.floor(clock.now() / 1000)
  return {
    token_type: 'Bearer',
    scope,
    expires_in: String(expiresIn),
    ext_expires_in: String(extendedExpiresIn),
    expires_on: String(now + expiresIn),
    not_before: String(now - backdated),
    resource: target.name,
  }
}

function idTokenOf({ cloud, version }: TokenRequest, grant: UserGrant, openId: ReadonlySet<string>): Promise<string> {
  const { account, client, signIn, nonce } = grant
  return issueIdToken(cloud, { account, client, signIn, version, openId, nonce, inUrl: false })
}

/** A new one every time; the one it was traded for stays good. */
function keepRefreshToken({ state, random, clock }: EntraCloud, grant: UserGrant, scope: string): string {
  const { account, client, platform, signIn, refreshUntil } = grant
  const token = `1.${base64url.encode(random.bytes(96))}`
  state.refreshTokens.set(token, {
    signIn,
    clientId: client.clientId,
    tenantId: account.tenant.id,
    platform,
    scope,
    expiresAt: refreshUntil ?? clock.now() + refreshLifetimeMs[platform],
    revoked: false,
  })
  return token
}

/** Who the user is at home, whatever tenant the token is from: the SDKs tell accounts apart by it. */
export function clientInfo({ user, home }: Account): string {
  return base64url.encode(JSON.stringify({ uid: user.objectId, utid: home.id }))
}
