import { compactDecrypt } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'

import { createKeySource } from '../key-source.ts'
import { testContext, testVariables } from './context.test-support.ts'
import { mint, type MintContext } from './mint.ts'
import { publicKeyBytes } from './public-key-forms.ts'
import type { Mutation } from './recipe.ts'

let context: MintContext
let genuine: string
beforeAll(async () => {
  context = await testContext(createKeySource())
  genuine = (await mint({ baseline: 'delegated' }, context)).wire
})

const wireWith = async (...mutations: readonly Mutation[]): Promise<string> =>
  (await mint({ baseline: 'delegated', mutations }, context)).wire

const decryptRsa = async (wire: string) => {
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', context.key('tenant').privateKey)
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, { name: 'RSA-OAEP', hash: 'SHA-256' }, false, ['decrypt'])
  return compactDecrypt(wire, key, { maxDecompressedLength: 20_000_000 })
}

const inner = async (kind: 'signed' | 'unsecured' | 'unsigned') => {
  const wire = await wireWith({ op: 'encrypt', to: 'tenant', inner: kind, alg: 'RSA-OAEP-256' })
  const { plaintext, protectedHeader } = await decryptRsa(wire)
  return { text: Buffer.from(plaintext).toString(), cty: protectedHeader.cty }
}

describe('encrypt', () => {
  it('nests the genuine token, an unsecured one, or bare claims', async () => {
    const [signed, unsecured, unsigned] = await Promise.all([inner('signed'), inner('unsecured'), inner('unsigned')])
    expect(signed).toStrictEqual({ text: genuine, cty: 'JWT' })
    expect(unsecured.text).toMatch(/^[\w-]+\.[\w-]+\.$/)
    expect(Buffer.from(unsecured.text.split('.')[0] ?? '', 'base64url').toString()).toContain('"alg":"none"')
    expect(unsigned.cty).toBeUndefined()
    expect(JSON.parse(unsigned.text)).toMatchObject({ aud: testVariables.apiClientId })
  })

  it("uses the API's own key where there is one", async () => {
    const apiKey = context.key('outsider').publicJwk
    const recipe = {
      baseline: 'delegated',
      mutations: [{ op: 'encrypt', to: 'api', inner: 'signed', alg: 'RSA-OAEP-256' }],
    } as const
    const [own, fallback] = await Promise.all([
      mint(recipe, { ...context, apiEncryptionKey: apiKey }),
      mint(recipe, context),
    ])
    expect(own.header?.['kid']).toBe(apiKey.kid)
    await expect(decryptRsa(fallback.wire)).resolves.toBeDefined()
  })

  it('compresses ten million bytes into a header field', async () => {
    const wire = await wireWith({
      op: 'encrypt',
      to: 'tenant',
      inner: 'unsigned',
      alg: 'RSA-OAEP-256',
      compress: true,
      plaintextBytes: 10_000_000,
    })
    expect(wire.length).toBeLessThan(15_600)
    expect((await decryptRsa(wire)).plaintext).toHaveLength(10_000_000)
  })

  it('dir is under a key of zeros, PBES2 under the public PEM', async () => {
    const direct = await wireWith({ op: 'encrypt', to: 'api', inner: 'unsigned', alg: 'dir' })
    await expect(compactDecrypt(direct, new Uint8Array(32))).resolves.toBeDefined()
    const password = publicKeyBytes(context.key('tenant'), 'spki-pem')
    const options = { keyManagementAlgorithms: ['PBES2-HS256+A128KW'] }
    const sealed = await wireWith({ op: 'encrypt', to: 'tenant', inner: 'unsigned', alg: 'PBES2-HS256+A128KW' })
    await expect(compactDecrypt(sealed, password, options)).resolves.toBeDefined()
  })

  it('claims iterations it did not do', async () => {
    const wire = await wireWith({
      op: 'encrypt',
      to: 'tenant',
      inner: 'unsigned',
      alg: 'PBES2-HS256+A128KW',
      p2c: 2_147_483_647,
    })
    const header: unknown = JSON.parse(Buffer.from(wire.split('.')[0] ?? '', 'base64url').toString())
    expect(header).toMatchObject({ p2c: 2_147_483_647, alg: 'PBES2-HS256+A128KW' })
  })
})
