import { createHash, createPublicKey, X509Certificate } from 'node:crypto'

import { importJWK, jwtVerify, SignJWT } from 'jose'
import { expect, test } from 'vitest'

import { createKeySource, exportKeys } from './key-source.ts'
import type { SigningKey } from './keys.ts'

const source = createKeySource()
const dayMs = 24 * 60 * 60 * 1000

async function signs(key: SigningKey): Promise<boolean> {
  const token = await new SignJWT({ sub: 'x' }).setProtectedHeader({ alg: 'RS256' }).sign(key.privateKey)
  const publicKey = await importJWK({ ...key.publicJwk, x5c: [...key.publicJwk.x5c] }, 'RS256')
  return jwtVerify(token, publicKey).then(
    () => true,
    () => false,
  )
}

test('a name is one key for the life of a source, also when asked for twice at once', async () => {
  const [first, again] = await Promise.all([source.key('a'), source.key('a')])
  expect(again).toBe(first)
  expect((await source.key('b')).kid).not.toBe(first.kid)
  expect((await createKeySource().key('a')).kid).not.toBe(first.kid)
})

test('the public JWK is as Entra publishes it, and is the private key’s', async () => {
  const { publicJwk, privateKey, spki } = await source.key('a')
  expect(Object.keys(publicJwk)).toEqual(['kty', 'use', 'kid', 'x5t', 'n', 'e', 'x5c'])
  expect(publicJwk).toMatchObject({ kty: 'RSA', use: 'sig', e: 'AQAB' })
  expect(Buffer.from(publicJwk.n, 'base64url')).toHaveLength(256)
  expect(privateKey.algorithm).toMatchObject({ name: 'RSASSA-PKCS1-v1_5', hash: { name: 'SHA-256' } })
  const { kty, n, e } = publicJwk
  expect(createPublicKey({ key: { kty, n, e }, format: 'jwk' }).export({ type: 'spki', format: 'der' })).toEqual(
    Buffer.from(spki),
  )
  expect(await signs(await source.key('a'))).toBe(true)
})

test('the certificate is self-signed, of that key, and valid from two days ago for five years', async () => {
  const { certificate, publicJwk, kid, spki } = await source.key('a')
  const parsed = new X509Certificate(certificate)
  expect(Buffer.from(publicJwk.x5c[0], 'base64')).toEqual(Buffer.from(certificate))
  expect(parsed.publicKey.export({ type: 'spki', format: 'der' })).toEqual(Buffer.from(spki))
  expect(parsed.verify(parsed.publicKey)).toBe(true)
  const [from, to] = [Date.parse(parsed.validFrom), Date.parse(parsed.validTo)]
  expect(Math.abs(from - (Date.now() - 2 * dayMs))).toBeLessThan(60_000)
  expect(new Date(to).getUTCFullYear() - new Date(from).getUTCFullYear()).toBe(5)
  expect(kid).toBe(createHash('sha1').update(certificate).digest('base64url'))
  expect(publicJwk.x5t).toBe(kid)
})

test('exported keys are the same keys in another source; other names are new there', async () => {
  const exported = await exportKeys(source, ['a', 'b'])
  const other = createKeySource(structuredClone(exported))
  const [original, copy] = [await source.key('a'), await other.key('a')]
  expect(copy.publicJwk).toEqual(original.publicJwk)
  expect(copy.spki).toEqual(original.spki)
  expect(copy.certificate).toEqual(original.certificate)
  expect(await signs(copy)).toBe(true)
  expect((await other.key('b')).kid).toBe((await source.key('b')).kid)
  expect((await other.key('c')).kid).not.toBe((await source.key('c')).kid)
})
