import { createHash } from 'node:crypto'

import { SignJWT } from 'jose'

import type { Clock, RandomSource } from '../../../clock.ts'
import { appOnlyClaims, issuedBeforeSeconds, lifetimeSeconds } from '../../../tokens/claims.ts'
import type { AppSeed, Tenant } from '../../contract.ts'
import type { ClientProof } from './client-authentication.ts'

/** Seconds. `iat` and `nbf` lie five minutes back; the answer's `expires_in` counts from now and one second less. */
const expiresIn = lifetimeSeconds - issuedBeforeSeconds - 1
export const tokenLifetime = { backdated: issuedBeforeSeconds, expiresIn, extendedExpiresIn: expiresIn } as const

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
  const { clock, random, tenant, client, proof, app, resource } = token
  const { privateKey, kid } = tenant.keys.signing
  const version = app.requestedAccessTokenVersion === 2 ? '2.0' : '1.0'
  const claims = appOnlyClaims({
    version,
    tenantId: tenant.id,
    clientId: client.clientId,
    clientAuthentication: proof,
    audience: version === '2.0' ? app.clientId : resource,
    now: Math.floor(clock.now() / 1000),
    tokenId: random.uuid(),
    servicePrincipalId: servicePrincipalId(tenant.id, client.clientId),
    appRoles: [],
  })
  const header = { typ: 'JWT', alg: 'RS256', kid, ...(version === '2.0' ? {} : { x5t: kid }) }
  return new SignJWT(claims).setProtectedHeader(header).sign(privateKey)
}

/** The object ID of an app in a tenant: another GUID than its client ID, and another in every tenant. */
export function servicePrincipalId(tenantId: string, clientId: string): string {
  const hex = createHash('sha256').update(`${tenantId}/${clientId.toLowerCase()}`).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  )
}
