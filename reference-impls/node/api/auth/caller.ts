import type { AccessToken } from './claims.ts'

interface CallerFacts {
  readonly tenantId: string
  /** The user's or service principal's object ID. With the tenant it is the only lasting identity (never an e-mail). */
  readonly objectId: string
  readonly clientId: string
  /** True when the client proved who it is, by secret, certificate or assertion. */
  readonly confidentialClient: boolean
  readonly roles: readonly string[]
  /** Authentication contexts that were satisfied. */
  readonly acrs: readonly string[]
  readonly claims: AccessToken
}

/** Who calls: a user through a client, or a client on its own. */
export type Caller =
  | (CallerFacts & { readonly kind: 'delegated'; readonly scopes: readonly string[]; readonly displayName?: string })
  | (CallerFacts & { readonly kind: 'app-only' })

/** @param claims of a validated access token. */
export function callerOf(claims: AccessToken): Caller {
  const facts: CallerFacts = {
    tenantId: claims.tid,
    objectId: claims.oid,
    clientId: claims.ver === '1.0' ? claims.appid : claims.azp,
    confidentialClient: (claims.ver === '1.0' ? claims.appidacr : claims.azpacr) !== '0',
    roles: strings(claims.roles),
    acrs: strings(claims.acrs),
    claims,
  }
  if (isAppOnly(claims)) return { ...facts, kind: 'app-only' }
  const displayName = claims.name === undefined ? {} : { displayName: claims.name }
  return { ...facts, kind: 'delegated', scopes: scopes(claims.scp), ...displayName }
}

/**
 * In an app-only token the subject is the client's own service principal. `idtyp` says the same where the API's
 * registration asks for it. A user's `sub` is pairwise, so it never equals `oid`.
 * https://learn.microsoft.com/entra/identity-platform/claims-validation#validate-the-subject
 */
function isAppOnly(claims: AccessToken): boolean {
  return claims.idtyp === 'app' || (claims.idtyp === undefined && claims.sub === claims.oid)
}

/** RFC 6749 section 3.3: separated by spaces, case-sensitive. Anything but a string grants nothing. */
function scopes(scp: unknown): readonly string[] {
  return typeof scp === 'string' ? scp.split(' ').filter((scope) => scope !== '') : []
}

/** An array of strings, or nothing. */
function strings(value: unknown): readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : []
}
