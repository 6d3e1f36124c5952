import { compactVerify, type CryptoKey, decodeJwt, decodeProtectedHeader, importJWK, type KeyObject } from 'jose'
import { z } from 'zod'

import type { JsonObject } from '../../../json.ts'
import type { SigningKey } from '../../../keys.ts'

const headerSchema = z.looseObject({
  alg: z.string(),
  typ: z.string().optional(),
  kid: z.string().optional(),
  x5t: z.string().optional(),
  'x5t#S256': z.string().optional(),
  x5c: z.array(z.string()).optional(),
})
const claimsSchema = z.looseObject({
  iss: z.string(),
  sub: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  exp: z.number().optional(),
  nbf: z.number().optional(),
})

/** A token as its sender wrote it: nothing is verified yet. */
export interface UnverifiedJwt {
  readonly wire: string
  readonly header: z.infer<typeof headerSchema>
  readonly claims: z.infer<typeof claimsSchema>
}

/** Undefined: it is no JWT with the claims every assertion has (RFC 7523 §3). */
export function readJwt(wire: string): UnverifiedJwt | undefined {
  try {
    return {
      wire,
      header: headerSchema.parse(decodeProtectedHeader(wire)),
      claims: claimsSchema.parse(decodeJwt(wire)),
    }
  } catch {
    return undefined
  }
}

export async function isSignedWith(
  wire: string,
  key: CryptoKey | KeyObject,
  algorithms: readonly string[],
): Promise<boolean> {
  try {
    await compactVerify(wire, key, { algorithms: [...algorithms] })
    return true
  } catch {
    return false
  }
}

/** Whether one of the keys, by its `kid`, signed it with RS256. */
export async function isSignedByOneOf({ wire, header }: UnverifiedJwt, keys: readonly SigningKey[]): Promise<boolean> {
  const key = keys.find(({ kid }) => kid === header.kid)
  if (key === undefined) return false
  const jwk: JsonObject = key.publicJwk
  const imported = await importJWK({ ...jwk, kty: 'RSA' }, 'RS256')
  return !(imported instanceof Uint8Array) && isSignedWith(wire, imported, ['RS256'])
}
