import type { Context, Token } from './contract.ts'
import { invalidRequest, invalidToken, noCredentials } from './denial.ts'

/** Entra's tokens stay below 4 KB; with 200 groups they reach 12. */
export const maxTokenLength = 14_336

/** The token of the one `Authorization: Bearer` header. */
export function readBearer(request: Request, url: URL): string {
  const header = request.headers.get('authorization')
  if (header === null) throw noCredentials()
  const [scheme = ''] = header.split(' ', 1)
  if (scheme.toLowerCase() !== 'bearer') throw noCredentials()
  if (url.searchParams.has('access_token')) throw invalidRequest('The token was sent in two ways.')
  const wire = /^bearer +([\w.~+/-]+=*)$/i.exec(header)?.[1]
  if (wire === undefined) throw invalidRequest('The Authorization header must hold one bearer token.')
  return wire
}

/** The three segments of a compact JWS. */
export function splitToken(wire: string): readonly [header: string, payload: string, signature: string] {
  if (wire.length > maxTokenLength) throw invalidToken('The token is too long.')
  const [header = '', payload = '', signature = '', ...more] = wire.split('.')
  if (header === '' || payload === '' || signature === '' || more.length > 0) {
    throw invalidToken('The token is not a signed JWT.')
  }
  return [header, payload, signature]
}

/** Base64url without padding, canonical: no other text gives the same bytes. */
export function decodeSegment(segment: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]+$/.test(segment)) throw invalidToken('The token is not base64url.')
  const bytes = Buffer.from(segment, 'base64url')
  if (bytes.toString('base64url') !== segment) throw invalidToken('The token is not canonical base64url.')
  return new Uint8Array(bytes)
}

export function parseToken(wire: string, { steps }: Context): Token {
  const [header, payload, signature] = steps.splitToken(wire)
  return {
    wire,
    header: steps.parseJson(steps.decodeSegment(header)),
    claims: steps.parseJson(steps.decodeSegment(payload)),
    signed: `${header}.${payload}`,
    signature: steps.decodeSegment(signature),
  }
}

export function checkAlgorithm({ header }: Token): void {
  if (header['alg'] !== 'RS256') throw invalidToken('The algorithm is not RS256.')
}

export function checkType({ header }: Token): void {
  const typ = header['typ']
  if (typ !== undefined && typ !== 'JWT') throw invalidToken('The token is of another type.')
  if (header['cty'] !== undefined) throw invalidToken('The token holds another token.')
}

/** No extension is understood here, so any `crit` refuses the token; `b64` must not occur in a JWT at all. */
export function checkCritical({ header }: Token): void {
  if (header['crit'] !== undefined || header['b64'] !== undefined) {
    throw invalidToken('The token wants an extension that is not supported.')
  }
}

/** The key must be one that the issuer published: a header that brings its own is refused, not just ignored. */
export function checkOwnKey({ header }: Token): void {
  if (['jwk', 'jku', 'x5u', 'x5c'].some((name) => header[name] !== undefined)) {
    throw invalidToken('The token brings its own key.')
  }
}
