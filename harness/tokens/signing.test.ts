import { createECDH, createPublicKey, type webcrypto, X509Certificate } from 'node:crypto'

import { base64url, compactVerify, createLocalJWKSet, importJWK, jwtVerify } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'

import { createKeySource } from '../key-source.ts'
import { fixedNow, testContext, testVariables } from './context.test-support.ts'
import { mint, type MintContext } from './mint.ts'
import { publicKeyBytes } from './public-key-forms.ts'
import type { Mutation, PublicKeyForm } from './recipe.ts'

let context: MintContext
beforeAll(async () => {
  context = await testContext(createKeySource(), 'other-tenant', 'consumers')
})

const mintWith = (...mutations: readonly Mutation[]) => mint({ baseline: 'delegated', mutations }, context)
const currentDate = new Date(fixedNow * 1000)

describe('sign', () => {
  it.each(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const)('%s verifies with the key', async (alg) => {
    const { wire, header } = await mintWith({ op: 'sign', alg })
    const { kty, n, e } = context.key('tenant').publicJwk
    await expect(jwtVerify(wire, await importJWK({ kty, n, e }, alg), { currentDate })).resolves.toBeDefined()
    expect(header?.['alg']).toBe(alg)
  })

  it.each(['tenant-second', 'other-tenant', 'consumers', 'outsider'] as const)(
    '%s signs under its own kid',
    async (key) => {
      const { wire, header } = await mintWith({ op: 'sign', key })
      const { kid, publicJwk } = context.key(key)
      expect(header?.['kid']).toBe(kid)
      await expect(
        jwtVerify(wire, await importJWK({ ...publicJwk, x5c: [] }, 'RS256'), { currentDate }),
      ).resolves.toBeDefined()
    },
  )

  it('kidOf names a key that did not sign', async () => {
    const { wire, header } = await mintWith({ op: 'sign', key: 'outsider', kidOf: 'tenant' })
    expect(header?.['kid']).toBe(context.key('tenant').kid)
    const own = createLocalJWKSet({ keys: [{ ...context.key('tenant').publicJwk, x5c: [] }] })
    await expect(jwtVerify(wire, own, { currentDate })).rejects.toThrow('signature verification failed')
  })

  it('unencoded signs the text of the payload', async () => {
    const { wire } = await mintWith(
      { op: 'set', part: 'header', values: { b64: false, crit: ['b64'] } },
      { op: 'sign', unencoded: true },
    )
    const [header = '', payload = '', signature = ''] = wire.split('.')
    const text = Buffer.from(payload, 'base64url').toString('utf8')
    const key = await importJWK({ ...context.key('tenant').publicJwk, x5c: [] }, 'RS256')
    const input = Buffer.from(`${header}.${text}`)
    await expect(
      crypto.subtle.verify('RSASSA-PKCS1-v1_5', asCryptoKey(key), base64url.decode(signature), input),
    ).resolves.toBe(true)
  })

  it('is decided by the last of several', async () => {
    const { header } = await mintWith({ op: 'unsigned', alg: 'none', signature: 'empty' }, { op: 'sign', alg: 'RS512' })
    expect(header?.['alg']).toBe('RS512')
  })
})

function asCryptoKey(key: Uint8Array | webcrypto.CryptoKey): webcrypto.CryptoKey {
  if (key instanceof Uint8Array) throw new TypeError('not a CryptoKey')
  return key
}

describe('hmac', () => {
  const forms: readonly PublicKeyForm[] = [
    'spki-pem',
    'spki-pem-no-newline',
    'spki-pem-crlf',
    'spki-base64',
    'spki-der',
    'pkcs1-pem',
    'pkcs1-der',
    'jwk-json',
    'certificate-pem',
    'certificate-base64',
    'modulus',
  ]

  it.each(forms)('%s: verifies against exactly those bytes', async (publicKey) => {
    const { wire, header } = await mintWith({ op: 'hmac', alg: 'HS256', secret: { publicKey } })
    const bytes = publicKeyBytes(context.key('tenant'), publicKey)
    expect(header).toMatchObject({ alg: 'HS256', kid: context.key('tenant').kid })
    await expect(compactVerify(wire, bytes)).resolves.toBeDefined()
    await expect(compactVerify(wire, Uint8Array.from([...bytes, 10]))).rejects.toThrow('signature verification failed')
  })

  it('the forms are those that tools write', () => {
    const key = context.key('tenant')
    const text = (form: PublicKeyForm): string => Buffer.from(publicKeyBytes(key, form)).toString('latin1')
    const publicKey = createPublicKey({ key: Buffer.from(key.spki), format: 'der', type: 'spki' })
    expect(text('spki-pem')).toBe(publicKey.export({ format: 'pem', type: 'spki' }))
    expect(text('spki-pem-no-newline')).toBe(text('spki-pem').slice(0, -1))
    expect(text('spki-pem-crlf').replaceAll('\r\n', '\n')).toBe(text('spki-pem'))
    expect(text('pkcs1-pem')).toBe(publicKey.export({ format: 'pem', type: 'pkcs1' }))
    expect(text('certificate-pem')).toBe(new X509Certificate(key.certificate).toString())
    expect(JSON.parse(text('jwk-json'))).toStrictEqual(key.publicJwk)
  })

  it.each(['HS256', 'HS384', 'HS512'] as const)('%s takes texts with variables', async (alg) => {
    const { wire } = await mintWith({ op: 'hmac', alg, secret: { text: '${clientSecret}' } })
    const secret = Buffer.from(testVariables.clientSecret)
    const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: `SHA-${alg.slice(2)}` }, false, [
      'verify',
    ])
    const [header, payload, signature = ''] = wire.split('.')
    const input = Buffer.from(`${header}.${payload}`)
    await expect(crypto.subtle.verify('HMAC', key, base64url.decode(signature), input)).resolves.toBe(true)
  })

  it('an empty key gives the MAC of a NUL', async () => {
    const [empty, nul] = await Promise.all([
      mintWith({ op: 'hmac', alg: 'HS256', secret: { text: '' } }),
      mintWith({ op: 'hmac', alg: 'HS256', secret: { hex: '00' } }),
    ])
    expect(empty.wire).toBe(nul.wire)
  })

  it('of another key stands under its kid', async () => {
    const { header } = await mintWith({
      op: 'hmac',
      alg: 'HS256',
      secret: { publicKey: 'spki-pem', of: 'tenant-second' },
    })
    expect(header?.['kid']).toBe(context.key('tenant-second').kid)
  })
})

describe('forge', () => {
  const lengths = { ES256: 64, ES384: 96, ES512: 132, EdDSA: 64 } as const

  it.each(['ES256', 'ES384', 'ES512', 'EdDSA'] as const)(
    '%s: zeros, and the order of the group, in the right length',
    async (alg) => {
      const [zero, order] = await Promise.all([
        mintWith({ op: 'forge', alg, form: 'zero' }),
        mintWith({ op: 'forge', alg, form: 'order' }),
      ])
      expect([...signatureOf(zero.wire)]).toStrictEqual(Array.from({ length: lengths[alg] }, () => 0))
      expect(signatureOf(order.wire)).toHaveLength(lengths[alg])
      expect(zero.header?.['alg']).toBe(alg)
    },
  )

  it.each(['ES256', 'ES384', 'ES512'] as const)(
    '%s: the order of the group fails where one less is in range',
    async (alg) => {
      const { wire } = await mintWith({ op: 'forge', alg, form: 'order' })
      const bytes = signatureOf(wire)
      const half = bytes.subarray(0, bytes.length / 2)
      expect(Buffer.from(half).equals(Buffer.from(bytes.subarray(bytes.length / 2)))).toBe(true)
      const curve = { ES256: 'prime256v1', ES384: 'secp384r1', ES512: 'secp521r1' }[alg]
      const scalar = Buffer.from(half)
      expect(() => setPrivateKey(curve, scalar)).toThrow()
      scalar[scalar.length - 1] = (scalar.at(-1) ?? 0) - 1
      expect(() => setPrivateKey(curve, scalar)).not.toThrow()
    },
  )

  it('the DER form is SEQUENCE { 0, 0 }', async () => {
    const { wire } = await mintWith({ op: 'forge', alg: 'ES256', form: 'der-zero' })
    expect(Buffer.from(signatureOf(wire)).toString('hex')).toBe('3006020100020100')
  })
})

/** A private scalar must be below the order of the curve's group: whether it is shows when it is set. */
function setPrivateKey(curve: string, scalar: Buffer): void {
  createECDH(curve).setPrivateKey(scalar)
}

function signatureOf(wire: string): Uint8Array {
  return base64url.decode(wire.split('.')[2] ?? '')
}

describe('unsigned', () => {
  it('writes alg as given', async () => {
    const { header } = await mintWith({ op: 'unsigned', alg: 'nOnE', signature: 'empty' })
    expect(header?.['alg']).toBe('nOnE')
  })

  it('empty, absent or the original signature', async () => {
    const [genuine, empty, absent, original] = await Promise.all([
      mintWith(),
      mintWith({ op: 'unsigned', alg: 'none', signature: 'empty' }),
      mintWith({ op: 'unsigned', alg: 'none', signature: 'absent' }),
      mintWith({ op: 'unsigned', alg: 'none', signature: 'original' }),
    ])
    expect(empty.wire).toMatch(/^[\w-]+\.[\w-]+\.$/)
    expect(absent.wire).toMatch(/^[\w-]+\.[\w-]+$/)
    expect(original.wire.split('.')[2]).toBe(genuine.wire.split('.')[2])
  })

  it('yields to a document mutation in what the header says', async () => {
    const { header } = await mintWith(
      { op: 'remove', part: 'header', names: ['alg'] },
      { op: 'unsigned', alg: 'none', signature: 'empty' },
    )
    expect(header).not.toHaveProperty('alg')
  })
})
