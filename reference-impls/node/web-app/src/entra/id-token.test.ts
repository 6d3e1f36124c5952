import { createHash } from 'node:crypto'

import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import type { JWTPayload } from 'jose'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'

import { Problem } from '../problems.ts'
import { environment, user } from '../testing/app.ts'
import { idTokenVerifier } from './id-token.ts'
import { signingKeys } from './signing-keys.ts'

type CryptoKeyPair = Awaited<ReturnType<typeof generateKeyPair>>

const issuer = `https://login.microsoftonline.com/${environment.TENANT_ID}/v2.0`
const other = 'a2a2a2a2-0000-4000-8000-000000000001'
const start = Date.parse('2026-01-01T00:00:00Z')
const expected = { nonce: 'the nonce', code: 'the code', accessToken: 'the access token' }
let now = start
let own: CryptoKeyPair
let foreign: CryptoKeyPair
let fetches = 0
/** What the key endpoint answers; undefined: nothing. */
let published: (() => Promise<unknown>) | undefined

const seconds = (): number => now / 1000
const half = (text: string): string => createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url')

const claims = (): JWTPayload => ({
  iss: issuer,
  aud: environment.CLIENT_ID,
  iat: seconds() - 300,
  nbf: seconds() - 300,
  exp: seconds() + 3600,
  tid: environment.TENANT_ID,
  oid: user.objectId,
  sub: 'pairwise',
  nonce: expected.nonce,
  ver: '2.0',
  name: user.displayName,
  preferred_username: user.userName,
  sid: user.sid,
})

const without = (payload: JWTPayload, name: string): JWTPayload =>
  Object.fromEntries(Object.entries(payload).filter(([claim]) => claim !== name))

const sign = (payload: JWTPayload, key = own.privateKey, kid = 'one', alg = 'RS256'): Promise<string> =>
  new SignJWT(payload).setProtectedHeader({ alg, kid, typ: 'JWT' }).sign(key)

const publishedKey = async ({ publicKey }: CryptoKeyPair, kid: string, keyIssuer?: string) => ({
  ...(await exportJWK(publicKey)),
  kid,
  use: 'sig',
  ...(keyIssuer === undefined ? {} : { issuer: keyIssuer }),
})

function verifier() {
  const keys = signingKeys({ tenantId: environment.TENANT_ID, issuer, timeoutMs: 1000, now: () => now })
  return idTokenVerifier({
    tenantId: environment.TENANT_ID,
    clientId: environment.CLIENT_ID,
    issuer,
    keys,
    now: () => now,
  })
}

beforeAll(async () => {
  own = await generateKeyPair('RS256', { extractable: true })
  foreign = await generateKeyPair('RS256', { extractable: true })
})

function publish(keys: (() => Promise<unknown>) | undefined): void {
  published = keys
  vi.stubGlobal('fetch', async (url: string) => {
    fetches += 1
    expect(url).toBe(`https://login.microsoftonline.com/${environment.TENANT_ID}/discovery/v2.0/keys`)
    if (published === undefined) throw new TypeError('fetch failed')
    return Response.json({ keys: [await published(), { kty: 'odd' }] })
  })
}

const publishOwn = (): void =>
  publish(() => publishedKey(own, 'one', 'https://login.microsoftonline.com/{tenantid}/v2.0'))

afterEach(() => {
  now = start
  fetches = 0
  vi.unstubAllGlobals()
})

describe('an ID token', () => {
  it('that is right says who the user is; hashes are compared where they are', async () => {
    publishOwn()
    const verify = verifier()
    expect(await verify(await sign(claims()), expected)).toEqual(user)
    const hashes = { at_hash: half(expected.accessToken), c_hash: half(expected.code) }
    expect(await verify(await sign({ ...claims(), ...hashes }), expected)).toEqual(user)
    expect(fetches).toBe(1)
  })

  it.each<[string, (right: JWTPayload) => JWTPayload]>([
    ['for another app', (right) => ({ ...right, aud: environment.API_CLIENT_ID })],
    ['for two apps', (right) => ({ ...right, aud: [environment.CLIENT_ID, environment.API_CLIENT_ID] })],
    ['of another issuer', (right) => ({ ...right, iss: `https://sts.windows.net/${environment.TENANT_ID}/` })],
    ['of another tenant', (right) => ({ ...right, iss: issuer.replace(environment.TENANT_ID, other), tid: other })],
    ['with another tenant’s tid', (right) => ({ ...right, tid: other })],
    ['that has expired', (right) => ({ ...right, exp: seconds() - 301 })],
    ['that never expires', (right) => without(right, 'exp')],
    ['that is of the future', (right) => ({ ...right, nbf: seconds() + 600, iat: seconds() + 600 })],
    ['that is an old one', (right) => ({ ...right, iat: seconds() - 8000, nbf: seconds() - 8000 })],
    ['with another nonce', (right) => ({ ...right, nonce: 'another' })],
    ['without a nonce', (right) => without(right, 'nonce')],
    ['without oid', (right) => without(right, 'oid')],
    ['of version 1', (right) => ({ ...right, ver: '1.0' })],
    ['with the hash of another access token', (right) => ({ ...right, at_hash: half('another') })],
    ['with the hash of another code', (right) => ({ ...right, c_hash: half('another') })],
  ])('%s is refused', async (_, change) => {
    publishOwn()
    const refused = verifier()(await sign(change(claims())), expected)
    await expect(refused).rejects.toThrow(Problem)
    await expect(refused).rejects.toMatchObject({ status: 400 })
  })

  it.each<[string, () => Promise<string>]>([
    ['signed by somebody else', () => sign(claims(), foreign.privateKey)],
    ['of an unknown key', () => sign(claims(), foreign.privateKey, 'unknown')],
    ['without a signature', () => Promise.resolve(new UnsecuredJWT(claims()).encode())],
    [
      'with the signature of another',
      async () => {
        const [one, two] = await Promise.all([sign({ ...claims(), oid: other }), sign(claims())])
        return `${one.split('.').slice(0, 2).join('.')}.${two.split('.')[2]}`
      },
    ],
    [
      'signed with another algorithm',
      async () => {
        const { privateKey } = await generateKeyPair('PS256', { extractable: true })
        return sign(claims(), privateKey, 'one', 'PS256')
      },
    ],
    ['that is none', () => Promise.resolve('not a token')],
  ])('%s is refused', async (_, make) => {
    publishOwn()
    await expect(verifier()(await make(), expected)).rejects.toMatchObject({ name: 'Problem', status: 400 })
  })
})

describe('signing keys', () => {
  it('a key of personal accounts in the same set signs nobody in', async () => {
    publish(() =>
      publishedKey(own, 'one', 'https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0'),
    )
    await expect(verifier()(await sign(claims()), expected)).rejects.toMatchObject({ status: 503 })
  })

  it('a new key counts at once; made-up ones cost one fetch in five minutes', async () => {
    publishOwn()
    const verify = verifier()
    await verify(await sign(claims()), expected)
    publish(() => publishedKey(foreign, 'two'))
    await verify(await sign(claims(), foreign.privateKey, 'two'), expected)
    expect(fetches).toBe(2)
    for (const kid of ['three', 'four']) {
      await expect(verify(await sign(claims(), foreign.privateKey, kid), expected)).rejects.toMatchObject({
        status: 400,
      })
    }
    expect(fetches).toBe(2)
  })

  it('outlive an outage for a day, and not longer', async () => {
    publishOwn()
    const verify = verifier()
    await verify(await sign(claims()), expected)
    publish(undefined)
    now += 23 * 3_600_000
    await verify(await sign(claims()), expected)
    now += 2 * 3_600_000
    await expect(verify(await sign(claims()), expected)).rejects.toMatchObject({ status: 503 })
  })
})
