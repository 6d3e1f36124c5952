import type { JsonObject } from '../../../json.ts'
import { pairwiseSubject, type TokenUser } from '../../../tokens/claims.ts'
import type { AppSeed, OptionalClaim } from '../app-contract.ts'
import { issuerV1 } from '../authority.ts'
import type { Account } from '../contract.ts'
import type { SignIn } from '../state.ts'

/** A user as the claims of a tenant's tokens show them. */
export function tokenUser({ objectId, user }: Account): TokenUser {
  const { userName, givenName, familyName } = user
  return { objectId, userName, givenName, familyName }
}

/** What does not depend on the token's version: the user's display name and subject, and where a guest comes from. */
export function identityClaims(account: Account, reader: AppSeed): JsonObject {
  const { user, home, objectId } = account
  return {
    name: user.displayName ?? `${user.givenName} ${user.familyName}`,
    sub: pairwiseSubject(objectId, reader.clientId),
    ...(isGuest(account) ? { idp: issuerV1(home.id), email: user.email ?? user.userName } : {}),
  }
}

function isGuest({ home, tenant }: Account): boolean {
  return home.id !== tenant.id
}

/** A guest's user principal name is another tenant's. */
export function withoutUpnOfGuests(claims: JsonObject, account: Account): JsonObject {
  if (!isGuest(account)) return claims
  return Object.fromEntries(Object.entries(claims).filter(([name]) => name !== 'upn'))
}

interface OptionalSource {
  readonly account: Account
  readonly signIn: SignIn
}

/** A user's claims that a registration may ask for by name; those that depend on the request are elsewhere. */
const optional: Partial<Record<OptionalClaim, (source: OptionalSource) => JsonObject>> = {
  acct: ({ account }) => ({ acct: isGuest(account) ? 1 : 0 }),
  auth_time: ({ signIn }) => ({ auth_time: Math.floor(signIn.at / 1000) }),
  email: ({ account: { user } }) => (user.email === undefined ? {} : { email: user.email }),
  family_name: ({ account: { user } }) => ({ family_name: user.familyName }),
  given_name: ({ account: { user } }) => ({ given_name: user.givenName }),
  ipaddr: () => ({ ipaddr: '203.0.113.7' }),
  login_hint: ({ account: { user } }) => ({ login_hint: Buffer.from(`O.${user.userName}`).toString('base64url') }),
  sid: ({ signIn }) => ({ sid: signIn.sid }),
  upn: ({ account: { user } }) => ({ upn: user.userName }),
}

export function optionalClaims(names: readonly OptionalClaim[] | undefined, source: OptionalSource): JsonObject {
  return Object.fromEntries((names ?? []).flatMap((name) => Object.entries(optional[name]?.(source) ?? {})))
}

/** What the app's claims-mapping policy adds. An attribute the user does not have adds nothing. */
export function customClaims({ customClaims: mappings }: AppSeed, account: Account | undefined): JsonObject {
  const entries = (mappings ?? []).flatMap((mapping) => {
    const value = 'value' in mapping ? mapping.value : account?.user.attributes?.[mapping.userAttribute]
    return value === undefined ? [] : [[mapping.claim, value] as const]
  })
  return Object.fromEntries(entries)
}
