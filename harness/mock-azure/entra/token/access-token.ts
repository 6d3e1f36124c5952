import { createHash } from 'node:crypto'

import { base64url, SignJWT } from 'jose'

import type { Clock, RandomSource } from '../../../clock.ts'
import type { JsonObject } from '../../../json.ts'
import type { AppSeed, Tenant } from '../../contract.ts'
import { issuerV1, issuerV2 } from '../authority.ts'
import type { ClientProof } from './client-authentication.ts'

/** Seconds. `iat` and `nbf` lie five minutes back; the answer's `expires_in` counts from now. */
export const tokenLifetime = { backdated: 300, total: 3900, expiresIn: 3599, extendedExpiresIn: 3599 } as const

interface AppOnlyToken {
  readonly clock: Clock
  readonly random: RandomSource
  readonly tenant: Tenant
  readonly client: AppSeed
  readonly proof: ClientProof
  /** The API, and how the client named it. */
  readonly app: AppSeed
  readonly resource: string
}

/**
 * An access token without a user, in the version the API's registration asks for. It has no `roles`: Entra ID puts in
 * only those assigned to the client, and no registration here assigns any.
 * Source: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 */
export async function signAppOnlyToken(token: AppOnlyToken): Promise<string> {
  const { privateKey, kid } = token.tenant.keys.signing
  const isV2 = token.app.requestedAccessTokenVersion === 2
  const header = { typ: 'JWT', alg: 'RS256', kid, ...(isV2 ? {} : { x5t: kid }) }
  return new SignJWT(isV2 ? claimsV2(token) : claimsV1(token)).setProtectedHeader(header).sign(privateKey)
}

function claimsV1(token: AppOnlyToken): JsonObject {
  const { random, tenant, client, proof, resource } = token
  const issuer = issuerV1(tenant.id)
  const objectId = servicePrincipalId(tenant.id, client.clientId)
  return {
    aud: resource,
    iss: issuer,
    ...times(token),
    aio: opaque(random, 24),
    appid: client.clientId,
    appidacr: proof,
    idp: issuer,
    oid: objectId,
    rh: opaque(random, 24),
    sub: objectId,
    tid: tenant.id,
    uti: opaque(random, 16),
    ver: '1.0',
  }
}

function claimsV2(token: AppOnlyToken): JsonObject {
  const { random, tenant, client, proof, app } = token
  const objectId = servicePrincipalId(tenant.id, client.clientId)
  return {
    aud: app.clientId,
    iss: issuerV2(tenant.id),
    ...times(token),
    aio: opaque(random, 24),
    azp: client.clientId,
    azpacr: proof,
    oid: objectId,
    rh: opaque(random, 24),
    sub: objectId,
    tid: tenant.id,
    uti: opaque(random, 16),
    ver: '2.0',
  }
}

function times({ clock }: AppOnlyToken): { iat: number; nbf: number; exp: number } {
  const iat = Math.floor(clock.now() / 1000) - tokenLifetime.backdated
  return { iat, nbf: iat, exp: iat + tokenLifetime.total }
}

function opaque(random: RandomSource, bytes: number): string {
  return base64url.encode(random.bytes(bytes))
}

/** The object ID of an app in a tenant: another GUID than its client ID, and another in every tenant. */
export function servicePrincipalId(tenantId: string, clientId: string): string {
  const hex = createHash('sha256').update(`${tenantId}/${clientId.toLowerCase()}`).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  )
}
