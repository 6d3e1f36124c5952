import { createHash, hash } from 'node:crypto'

import type { JsonObject } from '../json.ts'
import type { Baseline } from './recipe.ts'

/** What the claims of any genuine token depend on. Times are seconds since the epoch. */
interface IssuedTokenInput {
  readonly version: '1.0' | '2.0'
  readonly tenantId: string
  readonly clientId: string
  /** `0` public client, `1` secret, `2` certificate or federated assertion. */
  readonly clientAuthentication: '0' | '1' | '2'
  /** `aud`: the API's client ID, or for a v1 token its application ID URI; for an ID token the client's own ID. */
  readonly audience: string
  readonly now: number
  /** Any text; the opaque claims (`uti`, `aio`, `rh`…) are derived from it, so equal inputs give equal tokens. */
  readonly tokenId: string
}

/** The same for a token about a user. */
export interface UserTokenInput extends IssuedTokenInput {
  readonly user: TokenUser
  readonly scopes: readonly string[]
  readonly roles: readonly string[]
}

/** The same for a token of a client that acts on its own. */
export interface AppTokenInput extends IssuedTokenInput {
  /** The client's service principal: `oid` and `sub`. */
  readonly servicePrincipalId: string
  /** Roles assigned to the client. */
  readonly appRoles: readonly string[]
}

/** Everything a baseline of any kind may need. */
export interface TokenInput extends UserTokenInput, AppTokenInput {}

export interface TokenUser {
  readonly objectId: string
  readonly userName: string
  readonly givenName: string
  readonly familyName: string
}

/** `iat` and `nbf` lie this far in the past in a fresh token. */
export const issuedBeforeSeconds = 300
/** `exp - iat`: the default hour and the five minutes above. */
export const lifetimeSeconds = 3900

/** The claims Entra ID puts into a fresh token of this kind, in its order. */
export function baselineClaims(baseline: Baseline, input: TokenInput): JsonObject {
  switch (baseline) {
    case 'delegated':
      return delegatedClaims(input)
    case 'app-only':
      return appOnlyClaims(input)
    case 'id-token':
      return idTokenClaims(input)
  }
}

/** An access token with which a client acts for a user. */
export function delegatedClaims(input: UserTokenInput): JsonObject {
  return input.version === '1.0' ? delegatedV1(input) : delegatedV2(input)
}

/** An access token with which a client acts on its own. */
export function appOnlyClaims(input: AppTokenInput): JsonObject {
  return input.version === '1.0' ? appOnlyV1(input) : appOnlyV2(input)
}

export function issuerOf(tenantId: string, version: '1.0' | '2.0'): string {
  return version === '1.0'
    ? `https://sts.windows.net/${tenantId}/`
    : `https://login.microsoftonline.com/${tenantId}/v2.0`
}

function delegatedV1(input: UserTokenInput): JsonObject {
  const { user } = input
  return {
    ...common(input),
    acr: '1',
    aio: opaque(input, 'aio', 88),
    amr: ['pwd'],
    appid: input.clientId,
    appidacr: input.clientAuthentication,
    family_name: user.familyName,
    given_name: user.givenName,
    ipaddr: '203.0.113.7',
    name: `${user.givenName} ${user.familyName}`,
    oid: user.objectId,
    rh: redemptionHash(input),
    ...rolesClaim(input.roles),
    scp: scopesClaim(input.scopes),
    sub: pairwiseSubject(user.objectId, input.audience),
    tid: input.tenantId,
    unique_name: user.userName,
    upn: user.userName,
    uti: opaque(input, 'uti', 22),
    ver: '1.0',
  }
}

function delegatedV2(input: UserTokenInput): JsonObject {
  const { user } = input
  return {
    ...common(input),
    aio: opaque(input, 'aio', 88),
    azp: input.clientId,
    azpacr: input.clientAuthentication,
    name: `${user.givenName} ${user.familyName}`,
    oid: user.objectId,
    preferred_username: user.userName,
    rh: redemptionHash(input),
    ...rolesClaim(input.roles),
    scp: scopesClaim(input.scopes),
    sub: pairwiseSubject(user.objectId, input.audience),
    tid: input.tenantId,
    uti: opaque(input, 'uti', 22),
    ver: '2.0',
  }
}

function appOnlyV1(input: AppTokenInput): JsonObject {
  return {
    ...common(input),
    aio: opaque(input, 'aio', 64),
    appid: input.clientId,
    appidacr: input.clientAuthentication,
    idp: issuerOf(input.tenantId, '1.0'),
    oid: input.servicePrincipalId,
    rh: redemptionHash(input),
    ...rolesClaim(input.appRoles),
    sub: input.servicePrincipalId,
    tid: input.tenantId,
    uti: opaque(input, 'uti', 22),
    ver: '1.0',
  }
}

function appOnlyV2(input: AppTokenInput): JsonObject {
  return {
    ...common(input),
    aio: opaque(input, 'aio', 64),
    azp: input.clientId,
    azpacr: input.clientAuthentication,
    oid: input.servicePrincipalId,
    rh: redemptionHash(input),
    ...rolesClaim(input.appRoles),
    sub: input.servicePrincipalId,
    tid: input.tenantId,
    uti: opaque(input, 'uti', 22),
    ver: '2.0',
  }
}

/** ID tokens are v2.0 whatever version the access tokens of the API have. */
export function idTokenClaims(input: UserTokenInput): JsonObject {
  const { user } = input
  return {
    ...common({ ...input, version: '2.0' }),
    aio: opaque(input, 'aio', 88),
    name: `${user.givenName} ${user.familyName}`,
    nonce: opaque(input, 'nonce', 32),
    oid: user.objectId,
    preferred_username: user.userName,
    rh: redemptionHash(input),
    ...rolesClaim(input.roles),
    sid: guidFrom(input, 'sid'),
    sub: pairwiseSubject(user.objectId, input.audience),
    tid: input.tenantId,
    uti: opaque(input, 'uti', 22),
    ver: '2.0',
  }
}

function common(input: IssuedTokenInput): JsonObject {
  const iat = input.now - issuedBeforeSeconds
  return {
    aud: input.audience,
    iss: issuerOf(input.tenantId, input.version),
    iat,
    nbf: iat,
    exp: iat + lifetimeSeconds,
  }
}

/** A delegated token never lacks `scp`: a client that asked for nothing in particular got the default scope. */
function scopesClaim(scopes: readonly string[]): string {
  return scopes.length === 0 ? 'access_as_user' : scopes.join(' ')
}

function rolesClaim(roles: readonly string[]): JsonObject {
  return roles.length === 0 ? {} : { roles }
}

/** `sub`: the same user is another subject for each application. 43 characters, as Entra's. */
export function pairwiseSubject(objectId: string, audience: string): string {
  return createHash('sha256').update(`sub\0${objectId}\0${audience}`).digest('base64url')
}

function redemptionHash(input: IssuedTokenInput): string {
  return `1.${opaque(input, 'rh', 44)}.`
}

function opaque(input: IssuedTokenInput, purpose: string, length: number): string {
  return hash('sha512', `${purpose}\0${input.tokenId}`, 'base64url').padEnd(length, 'A').slice(0, length)
}

function guidFrom(input: IssuedTokenInput, purpose: string): string {
  const hex = createHash('sha256').update(`${purpose}\0${input.tokenId}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
