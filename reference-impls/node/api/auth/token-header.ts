import { invalidToken } from './errors.ts'
import type { JsonObject } from './strict-json.ts'

/**
 * Checks a token's header before anything in it is used.
 * @returns the key ID.
 * @throws {Refusal}
 */
export function checkHeader(header: JsonObject): string {
  // RFC 8725 section 3.1: the algorithm is ours to choose, not the token's.
  if (header['alg'] !== 'RS256') throw invalidToken('algorithm')
  // RFC 8725 section 3.11: other kinds of JWT say so in `typ`. Entra writes JWT, also for access tokens.
  const typ = header['typ']
  if (typ !== undefined && typ !== 'JWT') throw invalidToken('type')
  if (header['cty'] !== undefined) throw invalidToken('content type')
  // RFC 7515 section 4.1.11: no extension is understood here, so none may be critical. `b64` is one (RFC 7797).
  if (header['crit'] !== undefined || header['b64'] !== undefined) throw invalidToken('critical header')
  // RFC 8725 section 3.10: keys come from the issuer's key set alone, never from the token.
  if (['jku', 'jwk', 'x5u', 'x5c'].some((name) => header[name] !== undefined)) throw invalidToken('key in the header')
  const kid = header['kid']
  if (typeof kid !== 'string' || kid === '' || kid.length > 256) throw invalidToken('key ID')
  return kid
}
