import type { JsonObject } from '../../../json.ts'
import { issuedBeforeSeconds, lifetimeSeconds } from '../../../tokens/claims.ts'
import type { Tenant } from '../contract.ts'

/** How a client proved who it is, as `appidacr` and `azpacr` say it: 0 not at all, 1 by a secret, 2 by a certificate. */
export type ClientProof = '0' | '1' | '2'

/** Seconds. `iat` and `nbf` lie five minutes back; the answer's `expires_in` counts from now and one second less. */
const expiresIn = lifetimeSeconds - issuedBeforeSeconds - 1
export const tokenLifetime = { backdated: issuedBeforeSeconds, expiresIn, extendedExpiresIn: expiresIn } as const

/**
 * Signs with the tenant's key (RFC 7515 §5.1). v1 tokens name it twice. Written out here because every token is made
 * here: a general library's care for options that never vary takes a quarter of the time of the signature itself.
 */
export async function signToken({ keys }: Tenant, claims: JsonObject, version: '1.0' | '2.0'): Promise<string> {
  const { kid, privateKey } = keys.signing
  const header = { typ: 'JWT', alg: 'RS256', kid, ...(version === '2.0' ? {} : { x5t: kid }) }
  const signed = `${encode(JSON.stringify(header))}.${encode(JSON.stringify(claims))}`
  const signature = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', privateKey, Buffer.from(signed))
  return `${signed}.${Buffer.from(signature).toString('base64url')}`
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url')
}
