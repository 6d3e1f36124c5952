import { webcrypto } from 'node:crypto'

import { base64url } from 'jose'

import type { KeySource, SigningKey } from './keys.ts'
import { createSelfSignedCertificate } from './self-signed-certificate.ts'

/** RS256, the only algorithm Entra ID signs tokens with. */
const rs256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
const rsa2048 = { ...rs256, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) }

/** The subject of the certificates in Entra ID's key sets. */
const commonName = 'accounts.accesscontrol.windows.net'
const dayMs = 24 * 60 * 60 * 1000

/** Signing keys as JSON, private parts included: for handing to a worker in memory, never for a file or a log. */
export interface ExportedKeys {
  readonly [name: string]: {
    /** PKCS #8 DER, base64url. */
    readonly privateKey: string
    /** DER, base64url. */
    readonly certificate: string
  }
}

/**
 * Generates RSA-2048 keys on demand, each once per name, with a self-signed certificate valid from two days ago for
 * five years (so that a target whose clock is moved still finds it valid).
 * @param exported keys that are there already, by name
 */
export function createKeySource(exported: ExportedKeys = {}): KeySource {
  const keys = new Map<string, Promise<SigningKey>>()
  return {
    key(name) {
      const known = keys.get(name)
      if (known) return known
      const given = exported[name]
      const made = given === undefined ? generateKey() : importKey(given)
      keys.set(name, made)
      return made
    },
  }
}

/** The named keys of `source` (generated now if need be), for `createKeySource` in another worker. */
export async function exportKeys(source: KeySource, names: readonly string[]): Promise<ExportedKeys> {
  const entries = names.map(async (name) => {
    const { privateKey, certificate } = await source.key(name)
    const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', privateKey)
    return [name, { privateKey: encode(pkcs8), certificate: encode(certificate) }] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

async function generateKey(): Promise<SigningKey> {
  const keys = await webcrypto.subtle.generateKey(rsa2048, true, ['sign', 'verify'])
  const notBefore = new Date(Date.now() - 2 * dayMs)
  const notAfter = new Date(notBefore)
  notAfter.setUTCFullYear(notBefore.getUTCFullYear() + 5)
  const certificate = await createSelfSignedCertificate({ commonName, notBefore, notAfter, keys })
  return signingKey(keys.privateKey, certificate)
}

async function importKey(given: ExportedKeys[string]): Promise<SigningKey> {
  const pkcs8 = decode(given.privateKey)
  const privateKey = await webcrypto.subtle.importKey('pkcs8', pkcs8, rs256, true, ['sign'])
  return signingKey(privateKey, decode(given.certificate))
}

async function signingKey(privateKey: webcrypto.CryptoKey, certificate: Uint8Array<ArrayBuffer>): Promise<SigningKey> {
  const { n, e } = await webcrypto.subtle.exportKey('jwk', privateKey)
  if (n === undefined || e === undefined) throw new TypeError('not an RSA key')
  const publicKey = await webcrypto.subtle.importKey('jwk', { kty: 'RSA', n, e }, rs256, true, ['verify'])
  const [spki, thumbprint] = await Promise.all([
    webcrypto.subtle.exportKey('spki', publicKey),
    webcrypto.subtle.digest('SHA-1', certificate),
  ])
  const kid = encode(thumbprint)
  const x5c = [Buffer.from(certificate).toString('base64')] as const
  return {
    kid,
    privateKey,
    publicJwk: { kty: 'RSA', use: 'sig', kid, x5t: kid, n, e, x5c },
    spki: new Uint8Array(spki),
    certificate,
  }
}

function encode(bytes: ArrayBuffer | Uint8Array): string {
  return base64url.encode(new Uint8Array(bytes))
}

function decode(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(base64url.decode(text))
}
