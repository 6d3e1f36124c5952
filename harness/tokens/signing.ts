import { createHmac, type webcrypto } from 'node:crypto'

import type { SigningKey } from '../keys.ts'
import { forgedSignature } from './forged-signatures.ts'
import { publicKeyBytes } from './public-key-forms.ts'
import type { KeyRef, Mutation, SigningAlgorithm } from './recipe.ts'
import { resolveText, type ValueScope } from './values.ts'

type SignatureMutation = Extract<Mutation, { readonly op: 'sign' | 'hmac' | 'forge' | 'unsigned' }>

/** How a token gets its signature, and what its header says about it. */
export interface Signer {
  readonly alg: string
  /** The key whose ID the header names. */
  readonly headerKey: SigningKey
  /** True where RFC 7797 wants the payload's text itself signed. */
  readonly unencoded: boolean
  /** `undefined`: the token has no signature segment. `original` makes the signature it would have had. */
  sign(input: Uint8Array<ArrayBuffer>, original: () => Promise<Bytes>): Promise<Bytes | undefined>
}

export type Bytes = Uint8Array<ArrayBuffer>

/** The last signature mutation decides; without one Entra ID signs: RS256 with the home tenant's key. */
export function signerOf(mutations: readonly Mutation[], scope: ValueScope): Signer {
  const mutation = mutations.findLast(isSignatureMutation) ?? { op: 'sign' }
  switch (mutation.op) {
    case 'sign': {
      const { key = 'tenant', alg = 'RS256', kidOf = key, unencoded = false } = mutation
      const sign = (input: Bytes): Promise<Bytes> => rsaSign(scope.key(key), alg, input)
      return { alg, headerKey: scope.key(kidOf), unencoded, sign }
    }
    case 'hmac': {
      const { alg, secret } = mutation
      const hash = `sha${alg.slice(2)}`
      const sign = (input: Bytes): Promise<Bytes> =>
        Promise.resolve(Uint8Array.from(createHmac(hash, secretBytes(secret, scope)).update(input).digest()))
      return { alg, headerKey: scope.key(keyOf(secret)), unencoded: false, sign }
    }
    case 'forge': {
      const { alg, form } = mutation
      const sign = (): Promise<Bytes> => Promise.resolve(forgedSignature(alg, form))
      return { alg, headerKey: scope.key('tenant'), unencoded: false, sign }
    }
    case 'unsigned': {
      const { signature } = mutation
      const sign = (_: Bytes, original: () => Promise<Bytes>): Promise<Bytes | undefined> =>
        signature === 'original' ? original() : Promise.resolve(signature === 'empty' ? new Uint8Array() : undefined)
      return { alg: resolveText(mutation.alg, scope), headerKey: scope.key('tenant'), unencoded: false, sign }
    }
  }
}

function isSignatureMutation(mutation: Mutation): mutation is SignatureMutation {
  return mutation.op === 'sign' || mutation.op === 'hmac' || mutation.op === 'forge' || mutation.op === 'unsigned'
}

type Secret = Extract<Mutation, { readonly op: 'hmac' }>['secret']

function keyOf(secret: Secret): KeyRef {
  return 'publicKey' in secret ? (secret.of ?? 'tenant') : 'tenant'
}

function secretBytes(secret: Secret, scope: ValueScope): Uint8Array {
  if ('text' in secret) return Buffer.from(resolveText(secret.text, scope), 'utf8')
  if ('hex' in secret) return Buffer.from(secret.hex, 'hex')
  return publicKeyBytes(scope.key(keyOf(secret)), secret.publicKey)
}

/** RSA over `input`. The same key signs with every algorithm, which a genuine issuer would never let it. */
export async function rsaSign(key: SigningKey, alg: SigningAlgorithm, input: Bytes): Promise<Bytes> {
  const parameters = rsaParameters(alg)
  const privateKey = alg === 'RS256' ? key.privateKey : await importedFor(key.privateKey, alg)
  return new Uint8Array(await crypto.subtle.sign(parameters, privateKey, input))
}

function rsaParameters(alg: SigningAlgorithm): { name: string; hash: string; saltLength?: number } {
  const bits = Number(alg.slice(2))
  const hash = `SHA-${bits}`
  return alg.startsWith('PS') ? { name: 'RSA-PSS', hash, saltLength: bits / 8 } : { name: 'RSASSA-PKCS1-v1_5', hash }
}

/** WebCrypto binds a key to one algorithm, so the others need it imported again: once a key and algorithm. */
const imported = new WeakMap<webcrypto.CryptoKey, Map<SigningAlgorithm, Promise<webcrypto.CryptoKey>>>()

function importedFor(key: webcrypto.CryptoKey, alg: SigningAlgorithm): Promise<webcrypto.CryptoKey> {
  const known = imported.get(key) ?? new Map<SigningAlgorithm, Promise<webcrypto.CryptoKey>>()
  imported.set(key, known)
  const made = known.get(alg) ?? importFor(key, alg)
  known.set(alg, made)
  return made
}

async function importFor(key: webcrypto.CryptoKey, alg: SigningAlgorithm): Promise<webcrypto.CryptoKey> {
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', key)
  return crypto.subtle.importKey('pkcs8', pkcs8, rsaParameters(alg), false, ['sign'])
}
