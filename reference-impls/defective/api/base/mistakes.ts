import { createHmac, createPublicKey, timingSafeEqual } from 'node:crypto'
import type { Context, Jwk, Steps, Token } from './contract.ts'
import { invalidToken } from './denial.ts'
import { isObject, type Members } from './json.ts'
import { defaults } from './steps.ts'

/** Takes any number of segments, and empty ones: what `[header, payload, signature] = token.split('.')` does. */
export const lenientSegments: Partial<Steps> = {
  splitToken: (wire) => {
    const [header = '', payload = '', signature = ''] = wire.split('.')
    return [header, payload, signature]
  },
  decodeSegment: (segment) => (segment === '' ? new Uint8Array() : defaults.decodeSegment(segment)),
}

/** Neither the signature nor a key is asked for where `when` says so. */
export function withoutSignature(when: (token: Token) => boolean): Partial<Steps> {
  return {
    checkAlgorithm: (token) => (when(token) ? undefined : defaults.checkAlgorithm(token)),
    findKey: (token, tenantId, context) =>
      when(token) ? Promise.resolve({ kid: '' }) : defaults.findKey(token, tenantId, context),
    verifySignature: (token, key, context) =>
      when(token) ? Promise.resolve() : defaults.verifySignature(token, key, context),
  }
}

const hmacHashes: ReadonlyMap<unknown, string> = new Map([
  ['HS256', 'sha256'],
  ['HS384', 'sha384'],
  ['HS512', 'sha512'],
])

/** The header chooses between RSA and HMAC; an HMAC is checked with `secretOf`, whatever that is. */
export function hmacAccepted(secretOf: (key: Jwk, context: Context) => string | Uint8Array): Partial<Steps> {
  return {
    checkAlgorithm: (token) => {
      if (!hmacHashes.has(token.header['alg'])) defaults.checkAlgorithm(token)
    },
    verifySignature: async (token, key, context) => {
      const hash = hmacHashes.get(token.header['alg'])
      if (hash === undefined) return await defaults.verifySignature(token, key, context)
      const expected = createHmac(hash, secretOf(key, context)).update(token.signed).digest()
      if (expected.length !== token.signature.length || !timingSafeEqual(expected, token.signature)) {
        throw invalidToken('The signature does not match.')
      }
    },
  }
}

/** Whether the key verifies the token. */
export function signatureFits(token: Token, key: Jwk, context: Context): Promise<boolean> {
  return defaults.verifySignature(token, key, context).then(
    () => true,
    () => false,
  )
}

/** The public key as SubjectPublicKeyInfo, DER. For RSA-2048 the PKCS #1 key begins 24 bytes in. */
export function spkiOf({ n, e }: Omit<Jwk, 'kid'>): Buffer {
  const key = { kty: 'RSA', n: String(n), e: String(e) }
  return createPublicKey({ key, format: 'jwk' }).export({ format: 'der', type: 'spki' })
}

export function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n')
}

/** The token's header brings the key: `keyOf` gives it, or undefined where the header brings none. */
export function keyFromToken(
  keyOf: (token: Token, context: Context) => Promise<Jwk | undefined> | Jwk | undefined,
): Partial<Steps> {
  return {
    checkOwnKey: () => {},
    findKey: async (token, tenantId, context) =>
      (await keyOf(token, context)) ?? (await defaults.findKey(token, tenantId, context)),
  }
}

/** A key of the key set at any URL, by the token's `kid` or else the first. Undefined where there is none. */
export async function keyAt(url: string, kid: unknown): Promise<Jwk | undefined> {
  const set: unknown = await fetch(url)
    .then((response) => response.json())
    .catch(() => undefined)
  if (!isObject(set) || !Array.isArray(set['keys'])) return undefined
  const keys: readonly unknown[] = set['keys']
  const key = keys.filter(isObject).find((candidate) => candidate['kid'] === kid) ?? keys[0]
  return isObject(key) ? { ...key, kid: String(kid) } : undefined
}

/** What `JSON.parse` makes of it: no look at duplicates, depth or encoding. */
export function membersLeniently(bytes: Uint8Array): Members {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString())
    if (isObject(value)) return value
  } catch {
    // Falls through: what does not parse and what is no object are refused alike.
  }
  throw invalidToken('The token holds no JSON object.')
}

/** The header by which a gateway tells the API behind it that it let the request through. */
const passHeader = 'x-gateway-pass'

/** What the gateway adds to a request it does not guard. */
export const gatewayPass: readonly [string, string] = [passHeader, 'open']

/** An API that leaves authentication to the gateway: whoever comes with its pass may do everything. */
export const behindGateway: Partial<Steps> = {
  authenticate: async (request, url, context) => {
    if (request.headers.get(passHeader) === null) return await defaults.authenticate(request, url, context)
    return somebody(context)
  },
}

/** The claims of somebody who may do everything. */
export function somebody({ settings }: Context): Members {
  return { scp: 'access_as_user', roles: ['Reader', 'Editor', 'Admin'], tid: settings.tenantId, oid: 'somebody' }
}
