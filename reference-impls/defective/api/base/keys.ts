import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import type { Context, Jwk, KeySet, KeyStore, Token } from './contract.ts'
import { invalidToken } from './denial.ts'
import { isObject } from './json.ts'

export function createKeyStore(): KeyStore {
  const sets = new Map<string, KeySet>()
  return {
    of(tenantId) {
      const known = sets.get(tenantId)
      if (known !== undefined) return known
      const set: KeySet = { keys: undefined, fetchedAt: 0, failedAt: 0, unknownKidAt: 0, fetching: undefined }
      sets.set(tenantId, set)
      return set
    },
  }
}

export function keySetUrl(tenantId: string): string {
  return `https://login.microsoftonline.com/${tenantId}/discovery/v2.0/keys`
}

const maxKeySetBytes = 512 * 1024

/** One fetch: no redirect, a time limit, a size limit, and a document that is a key set. */
export async function fetchKeySet(
  url: string,
  { settings, steps }: Context,
  redirect: 'error' | 'follow' = 'error',
): Promise<readonly Jwk[]> {
  const response = await fetch(url, { redirect, signal: AbortSignal.timeout(settings.fetchTimeoutMs) })
  if (response.status !== 200 || response.body === null) throw new Error(`key set: status ${response.status}`)
  const chunks: Uint8Array[] = []
  let length = 0
  const body: AsyncIterable<Uint8Array> = response.body
  for await (const chunk of body) {
    length += chunk.byteLength
    if (length > maxKeySetBytes) throw new Error('key set: too large')
    chunks.push(chunk)
  }
  const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'))
  if (!isObject(value) || !Array.isArray(value['keys'])) throw new Error('key set: no keys')
  const keys = value['keys'].filter(isJwk).filter((key) => steps.usableKey(key))
  if (keys.length === 0) throw new Error('key set: no usable key')
  return keys
}

function isJwk(value: unknown): value is Jwk {
  return isObject(value) && typeof value['kid'] === 'string'
}

/** An RSA key, published to verify signatures (RFC 7517 §4.2 and §4.3). */
export function usableKey(key: Jwk): boolean {
  const { kty, use, key_ops: operations } = key
  if (kty !== 'RSA' || (use !== undefined && use !== 'sig')) return false
  return operations === undefined || (Array.isArray(operations) && operations.includes('verify'))
}

/** Asks for the key set, once for all who wait; a failure keeps what was known. */
export async function refreshKeys(tenantId: string, context: Context): Promise<void> {
  const set = context.keys.of(tenantId)
  set.fetching ??= load(set, tenantId, context).finally(() => {
    set.fetching = undefined
  })
  await set.fetching
}

async function load(set: KeySet, tenantId: string, context: Context): Promise<void> {
  try {
    const keys = await context.steps.fetchKeySet(context.steps.keySetUrl(tenantId), context)
    set.keys = context.steps.replaceKeys(set.keys, keys)
    set.fetchedAt = Date.now()
    set.failedAt = 0
  } catch {
    set.failedAt = Date.now()
    context.steps.afterFailedFetch(set)
  }
}

/** What is kept of the old keys: nothing, so a retired key ends with the next fetch. */
export function replaceKeys(_old: readonly Jwk[] | undefined, fetched: readonly Jwk[]): readonly Jwk[] {
  return fetched
}

/** Last known good: what was fetched before stays good while the issuer cannot be reached. */
export function afterFailedFetch(_set: KeySet): void {}

export function isStale(set: KeySet, { settings }: Context): boolean {
  if (Date.now() - set.failedAt < settings.failedFetchPauseMs) return false
  return set.keys === undefined || Date.now() - set.fetchedAt > settings.keysMaxAgeSeconds * 1000
}

/** An unknown key id may be a new key, or an attacker who wants a fetch for every request. */
export function mayRefetch(set: KeySet, { settings }: Context): boolean {
  return Date.now() - set.unknownKidAt > settings.unknownKidPauseSeconds * 1000
}

export async function findKey(token: Token, tenantId: string, context: Context): Promise<Jwk> {
  const kid = token.header['kid']
  if (typeof kid !== 'string' || kid === '') throw invalidToken('The token names no key.')
  const { steps } = context
  const set = context.keys.of(tenantId)
  if (steps.isStale(set, context)) await steps.refreshKeys(tenantId, context)
  const known = steps.selectKey(set, kid)
  if (known !== undefined) return known
  if (set.keys !== undefined && steps.mayRefetch(set, context)) {
    set.unknownKidAt = Date.now()
    await steps.refreshKeys(tenantId, context)
  }
  const found = steps.selectKey(set, kid)
  if (found === undefined) throw invalidToken('The token is signed with an unknown key.')
  return found
}

export function selectKey(set: KeySet, kid: string): Jwk | undefined {
  return set.keys?.find((key) => key.kid === kid)
}

/** A key of the v2 key set says whose tokens it may sign, as a template or as one tenant. */
export function checkKeyIssuer(key: Jwk, tenantId: string): void {
  const issuer = key['issuer']
  if (issuer === undefined) return
  const own = `https://login.microsoftonline.com/${tenantId}/v2.0`
  if (typeof issuer !== 'string' || issuer.replace('{tenantid}', tenantId) !== own) {
    throw invalidToken('The key belongs to another issuer.')
  }
}

/** RSASSA-PKCS1-v1_5 with SHA-256, whatever the header says. */
export async function verifySignature(token: Token, key: Jwk): Promise<void> {
  if (!verify('sha256', Buffer.from(token.signed), publicKeyOf(key), token.signature)) {
    throw invalidToken('The signature does not match.')
  }
}

/** Each key is read once. */
const publicKeys = new WeakMap<Jwk, KeyObject>()

function publicKeyOf(key: Jwk): KeyObject {
  const known = publicKeys.get(key)
  if (known !== undefined) return known
  const { n, e } = key
  if (typeof n !== 'string' || typeof e !== 'string') throw invalidToken('The key is not an RSA key.')
  const made = createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' })
  publicKeys.set(key, made)
  return made
}
