import type { CryptoKey } from 'jose'

import type { JsonObject } from './json.ts'

/**
 * One RSA-2048 signing key with its self-signed certificate, as Entra ID publishes it.
 * `kid` equals `x5t`: the base64url SHA-1 thumbprint of the certificate.
 */
export interface SigningKey {
  readonly kid: string
  readonly privateKey: CryptoKey
  /** Public JWK without `alg`, as Entra: kty, use, kid, x5t, n, e, x5c (one certificate, base64 DER). */
  readonly publicJwk: {
    readonly kty: 'RSA'
    readonly use: 'sig'
    readonly kid: string
    readonly x5t: string
    readonly n: string
    readonly e: string
    readonly x5c: readonly [string]
  } & JsonObject
  /** The public key as SPKI DER. */
  readonly spki: Uint8Array<ArrayBuffer>
  /** The certificate as DER. */
  readonly certificate: Uint8Array<ArrayBuffer>
}

/**
 * Where keys come from. The same name gives the same key for the life of the source, so worlds that share a source
 * share key material (never tenants) and a run generates each key once, ahead of its use.
 */
export interface KeySource {
  key(name: string): Promise<SigningKey>
}
