import type { Claims, Context } from './contract.ts'
import { Denial, invalidToken } from './denial.ts'

const guid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

/**
 * The tenant whose keys must have signed the token, before anything is verified: the home tenant, or the one the
 * token names where others are allowed. It goes into a URL, so it must be a GUID.
 */
export function tenantOf(claims: Claims, { settings, steps }: Context): string {
  if (settings.tenants === 'single') return settings.tenantId
  const tid = claims['tid']
  if (typeof tid !== 'string' || !guid.test(tid)) throw invalidToken('The token names no tenant.')
  steps.checkTenantAllowed(tid, { settings, steps })
  return tid
}

export function checkTenantAllowed(tid: string, { settings }: Pick<Context, 'settings' | 'steps'>): void {
  if (settings.tenants === 'any') return
  if (tid === settings.tenantId || settings.allowedTenants.includes(tid)) return
  throw invalidToken('The tenant is not allowed.')
}

export function checkTenant(claims: Claims, tenantId: string): void {
  if (claims['tid'] !== tenantId) throw invalidToken('The token is of another tenant.')
}

export function checkVersion(claims: Claims): void {
  if (claims['ver'] !== '1.0' && claims['ver'] !== '2.0') throw invalidToken('The token is of an unknown version.')
}

export function checkIssuer(claims: Claims, tenantId: string): void {
  const issuer =
    claims['ver'] === '1.0'
      ? `https://sts.windows.net/${tenantId}/`
      : `https://login.microsoftonline.com/${tenantId}/v2.0`
  if (claims['iss'] !== issuer) throw invalidToken('The token is of another issuer.')
}

/** v2 tokens hold the client ID; v1 tokens the application ID URI or the client ID. */
export function checkAudience(claims: Claims, { settings }: Context): void {
  const audiences = claims['ver'] === '1.0' ? [settings.appIdUri, settings.clientId] : [settings.clientId]
  const aud = claims['aud']
  if (typeof aud !== 'string' || !audiences.includes(aud)) throw invalidToken('The token is for another audience.')
}

export const nowSeconds = (): number => Math.floor(Date.now() / 1000)

/** A NumericDate in whole seconds: `undefined` for anything else. */
export function numericDate(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined
}

/** No access token of Entra lives longer than 24 hours or so; an `exp` in milliseconds would live for ages. */
const maxLifetimeSeconds = 2 * 86_400

export function checkExpiry(claims: Claims, { settings }: Context): void {
  const exp = numericDate(claims['exp'])
  if (exp === undefined) throw invalidToken('The token has no expiry.')
  if (nowSeconds() >= exp + settings.clockToleranceSeconds) throw invalidToken('The token has expired.')
}

export function checkLifetime(claims: Claims): void {
  const exp = numericDate(claims['exp'])
  if (exp !== undefined && exp - nowSeconds() > maxLifetimeSeconds) throw invalidToken('The token lives too long.')
}

export function checkNotBefore(claims: Claims, { settings }: Context): void {
  if (claims['nbf'] === undefined) return
  const nbf = numericDate(claims['nbf'])
  if (nbf === undefined || nowSeconds() < nbf - settings.clockToleranceSeconds) {
    throw invalidToken('The token is not valid yet.')
  }
}

export function checkIssuedAt(claims: Claims, { settings }: Context): void {
  if (claims['iat'] === undefined) return
  const iat = numericDate(claims['iat'])
  if (iat === undefined || nowSeconds() < iat - settings.clockToleranceSeconds) {
    throw invalidToken('The token is from the future.')
  }
}

/** A token bound to a key (`cnf`) is worth nothing without proof of that key. */
export function checkKind(claims: Claims): void {
  if (claims['cnf'] !== undefined) throw invalidToken('The token is bound to a key.')
}

/** v1 calls them `appid` and `appidacr`. */
export function checkClient(claims: Claims, { settings }: Context): void {
  const client = claims['ver'] === '1.0' ? claims['appid'] : claims['azp']
  const authentication = claims['ver'] === '1.0' ? claims['appidacr'] : claims['azpacr']
  const listed = settings.allowedClients
  if (listed.length > 0 && (typeof client !== 'string' || !listed.includes(client))) {
    throw new Denial(403, 'insufficient_scope', 'The client is not allowed.')
  }
  if (settings.confidentialClientsOnly && authentication !== '1' && authentication !== '2') {
    throw new Denial(403, 'insufficient_scope', 'The client must authenticate.')
  }
}
