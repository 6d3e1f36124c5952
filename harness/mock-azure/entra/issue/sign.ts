import { SignJWT } from 'jose'

import type { JsonObject } from '../../../json.ts'
import { issuedBeforeSeconds, lifetimeSeconds } from '../../../tokens/claims.ts'
import type { Tenant } from '../contract.ts'

/** How a client proved who it is, as `appidacr` and `azpacr` say it: 0 not at all, 1 by a secret, 2 by a certificate. */
export type ClientProof = '0' | '1' | '2'

/** Seconds. `iat` and `nbf` lie five minutes back; the answer's `expires_in` counts from now and one second less. */
const expiresIn = lifetimeSeconds - issuedBeforeSeconds - 1
export const tokenLifetime = { backdated: issuedBeforeSeconds, expiresIn, extendedExpiresIn: expiresIn } as const

/** Signs with the tenant's key. v1 tokens name it twice. */
export function signToken({ keys }: Tenant, claims: JsonObject, version: '1.0' | '2.0'): Promise<string> {
  const { kid, privateKey } = keys.signing
  const header = { typ: 'JWT', alg: 'RS256', kid, ...(version === '2.0' ? {} : { x5t: kid }) }
  return new SignJWT(claims).setProtectedHeader(header).sign(privateKey)
}
