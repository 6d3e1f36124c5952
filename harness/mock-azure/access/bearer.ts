import { compactVerify, decodeJwt, decodeProtectedHeader, importJWK } from 'jose'
import { z } from 'zod'

import type { Clock } from '../../clock.ts'
import type { Directory, Tenant } from '../contract.ts'
import { issuerV1, issuerV2 } from '../entra/authority.ts'

/** Who calls, out of a token that holds. */
export interface Caller {
  /** `oid`: what role assignments and access policies name. */
  readonly principalId: string
  /** `appid` or `azp`. */
  readonly clientId: string
  readonly tenantId: string
  readonly issuer: string
  /** Delegated permissions; undefined in an app-only token. */
  readonly scopes: readonly string[] | undefined
  readonly claims: Readonly<Record<string, unknown>>
}

export type BearerVerdict =
  | { readonly ok: true; readonly caller: Caller }
  | { readonly ok: false; readonly reason: 'missing' | 'malformed' | 'signature' | 'expired' | 'not-yet-valid' }
  | { readonly ok: false; readonly reason: 'issuer' | 'audience'; readonly found: string }

export interface BearerPolicy {
  readonly directory: Directory
  readonly clock: Clock
  /** The only tenant whose tokens count. Undefined: any tenant of this cloud. */
  readonly tenantId: string | undefined
  /** What may stand in `aud`; a trailing slash makes no difference. */
  readonly audiences: readonly string[]
}

/** Seconds by which clocks may differ: the default of Microsoft's token validation library. */
const clockSkew = 300

const claimsSchema = z.looseObject({
  aud: z.string(),
  iss: z.string(),
  exp: z.number(),
  nbf: z.number(),
  oid: z.string(),
  tid: z.string(),
  appid: z.string().optional(),
  azp: z.string().optional(),
  scp: z.string().optional(),
})
type Claims = z.infer<typeof claimsSchema>

/**
 * Validates the bearer token of a request (RFC 6750 §2.1) as Azure's services do: issuer, audience, signature by a
 * published key of the issuing tenant, and time on the injected clock, in this order.
 */
export async function checkBearer(authorization: string | undefined, policy: BearerPolicy): Promise<BearerVerdict> {
  const token = /^bearer +(.+)$/i.exec(authorization ?? '')?.[1]?.trim()
  if (token === undefined) return { ok: false, reason: 'missing' }
  const claims = readClaims(token)
  if (claims === undefined) return { ok: false, reason: 'malformed' }
  const tenant = issuingTenant(claims, policy)
  if (tenant === undefined) return { ok: false, reason: 'issuer', found: claims.iss }
  if (!policy.audiences.map(withoutSlash).includes(withoutSlash(claims.aud))) {
    return { ok: false, reason: 'audience', found: claims.aud }
  }
  if (!(await isSigned(token, tenant))) return { ok: false, reason: 'signature' }
  const now = policy.clock.now() / 1000
  if (now >= claims.exp + clockSkew) return { ok: false, reason: 'expired' }
  if (now < claims.nbf - clockSkew) return { ok: false, reason: 'not-yet-valid' }
  return { ok: true, caller: readCaller(claims) }
}

function readClaims(token: string): Claims | undefined {
  try {
    return claimsSchema.parse(decodeJwt(token))
  } catch {
    return undefined
  }
}

function issuingTenant({ tid, iss }: Claims, { directory, tenantId }: BearerPolicy): Tenant | undefined {
  const tenant = directory.tenant(tenantId ?? tid)
  return tenant && [issuerV1(tenant.id), issuerV2(tenant.id)].includes(iss) ? tenant : undefined
}

async function isSigned(token: string, tenant: Tenant): Promise<boolean> {
  try {
    const { kid } = decodeProtectedHeader(token)
    const key = tenant.keys.published.find((published) => published.kid === kid)
    if (key === undefined) return false
    const { kty, n, e } = key.publicJwk
    await compactVerify(token, await importJWK({ kty, n, e }, 'RS256'), { algorithms: ['RS256'] })
    return true
  } catch {
    return false
  }
}

function readCaller(claims: Claims): Caller {
  return {
    principalId: claims.oid,
    clientId: claims.appid ?? claims.azp ?? '',
    tenantId: claims.tid,
    issuer: claims.iss,
    scopes: claims.scp?.split(' ').filter((scope) => scope !== ''),
    claims,
  }
}

function withoutSlash(uri: string): string {
  return uri.endsWith('/') ? uri.slice(0, -1) : uri
}
