import { createHash } from 'node:crypto'

import type { JsonObject } from '../../../json.ts'
import { delegatedClaims, idTokenClaims } from '../../../tokens/claims.ts'
import type { AppSeed } from '../app-contract.ts'
import type { Account } from '../contract.ts'
import type { EntraCloud } from '../request.ts'
import type { SignIn } from '../state.ts'
import { assignedRoles } from './access-token.ts'
import { groupClaims } from './groups.ts'
import { signToken } from './sign.ts'
import { customClaims, identityClaims, optionalClaims, tokenUser, withoutUpnOfGuests } from './user-claims.ts'

interface IdToken {
  readonly account: Account
  readonly client: AppSeed
  readonly signIn: SignIn
  /** Here the endpoint decides, not a registration. */
  readonly version: '1.0' | '2.0'
  /** OpenID scopes asked for. */
  readonly openId: ReadonlySet<string>
  readonly nonce: string | undefined
  /** What is handed out beside it at /authorize, which the token then vouches for (OpenID Connect Core 1.0 §3.3.2.11). */
  readonly beside?: { readonly code?: string; readonly accessToken?: string }
  /** Whether it travels in a URL, where there is no room for many groups. */
  readonly inUrl: boolean
}

/** Claims that only the scope `profile` gives. Source: https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference */
const profileClaims = new Set(['name', 'oid', 'preferred_username', 'unique_name', 'family_name', 'given_name', 'upn'])
/** Claims of an access token that say what a client may do, which an ID token does not. */
const accessClaims = new Set(['acr', 'aio', 'appid', 'appidacr', 'scp'])

/** @throws {EntraFailure} 50105 when the client requires an assignment and the user has none */
export async function issueIdToken(cloud: EntraCloud, token: IdToken): Promise<string> {
  const { account, client, signIn, version, openId, nonce, beside } = token
  const { user } = account
  const withProfile = openId.has('profile') || version === '1.0'
  const claims: JsonObject = {
    ...baseline(cloud, token),
    ...identityClaims(account, client),
    ...(openId.has('email') && user.email !== undefined ? { email: user.email } : {}),
    ...optionalClaims(client.optionalClaims?.idToken, { account, signIn }),
    ...groupClaims(cloud.directory, account, client, token.inUrl),
    ...customClaims(client, account),
    ...(nonce === undefined ? {} : { nonce }),
    ...(beside?.code === undefined ? {} : { c_hash: halfHash(beside.code) }),
    ...(beside?.accessToken === undefined ? {} : { at_hash: halfHash(beside.accessToken) }),
  }
  const shown = Object.entries(claims).filter(([name]) => withProfile || !profileClaims.has(name))
  return signToken(account.tenant, withoutUpnOfGuests(Object.fromEntries(shown), account), version)
}

function baseline(cloud: EntraCloud, { account, client, signIn, version }: IdToken): JsonObject {
  const input = {
    version,
    tenantId: account.tenant.id,
    clientId: client.clientId,
    clientAuthentication: '0',
    audience: client.clientId,
    now: Math.floor(cloud.clock.now() / 1000),
    tokenId: cloud.random.uuid(),
    user: tokenUser(account),
    scopes: [],
    roles: assignedRoles(cloud, account, client),
  } as const
  const hidden = version === '2.0' ? new Set(['nonce']) : accessClaims
  const claims = version === '2.0' ? { ...idTokenClaims(input), sid: signIn.sid } : delegatedClaims(input)
  return Object.fromEntries(Object.entries(claims).filter(([name]) => !hidden.has(name)))
}

/** The left half of the SHA-256 hash, base64url. */
function halfHash(text: string): string {
  return createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url')
}
