import { base64url, createLocalJWKSet, importJWK, jwtVerify } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'

import { createKeySource } from '../key-source.ts'
import { fixedNow, testContext, testVariables } from './context.test-support.ts'
import { mint, type MintContext } from './mint.ts'
import type { Mutation } from './recipe.ts'

let context: MintContext
let genuine: string
beforeAll(async () => {
  context = await testContext(createKeySource())
  genuine = (await mint({ baseline: 'delegated' }, context)).wire
})

const wireWith = async (...mutations: readonly Mutation[]): Promise<string> =>
  (await mint({ baseline: 'delegated', mutations }, context)).wire
const parts = (wire: string): readonly [string, string, string] => {
  const [header = '', payload = '', signature = ''] = wire.split('.')
  return [header, payload, signature]
}
const ownKeys = () => createLocalJWKSet({ keys: [{ ...context.key('tenant').publicJwk, x5c: [] }] })
const verify = (wire: string) => jwtVerify(wire, ownKeys(), { currentDate: new Date(fixedNow * 1000) })

describe('signature', () => {
  const changes = ['empty', 'absent', 'truncate', 'extend', 'zeros', 'flip-bit', 'of-another-token'] as const

  it.each(changes)('%s: the signed text stays, the signature does not verify', async (change) => {
    const wire = await wireWith({ op: 'signature', change })
    expect(parts(wire).slice(0, 2)).toStrictEqual(parts(genuine).slice(0, 2))
    await expect(verify(wire)).rejects.toThrow()
  })

  it.each([
    ['empty', 0],
    ['truncate', 128],
    ['extend', 257],
    ['zeros', 256],
    ['flip-bit', 256],
    ['of-another-token', 256],
  ] as const)('%s leaves %i bytes', async (change, length) => {
    expect(base64url.decode(parts(await wireWith({ op: 'signature', change }))[2])).toHaveLength(length)
  })

  it('flip-bit changes one bit', async () => {
    const [ours, theirs] = [genuine, await wireWith({ op: 'signature', change: 'flip-bit' })].map((wire) =>
      base64url.decode(parts(wire)[2]),
    )
    const bits = [...(ours ?? [])].map(
      (byte, index) => (byte ^ (theirs?.[index] ?? 0)).toString(2).replaceAll('0', '').length,
    )
    expect(bits.reduce((sum, count) => sum + count, 0)).toBe(1)
  })

  it('of-another-token is a genuine signature, of another text', async () => {
    const signature = parts(await wireWith({ op: 'signature', change: 'of-another-token' }))[2]
    const other = await mint({ baseline: 'delegated' }, { ...context, tokenId: 'another' })
    expect(signature).toBe(parts(other.wire)[2])
    await expect(verify(other.wire)).resolves.toBeDefined()
  })

  it('non-canonical is another text for the same bytes', async () => {
    const wire = await wireWith({ op: 'signature', change: 'non-canonical' })
    expect(wire).not.toBe(genuine)
    expect(Buffer.from(parts(wire)[2], 'base64url')).toStrictEqual(Buffer.from(parts(genuine)[2], 'base64url'))
  })
})

describe('swap-payload and swap-header', () => {
  it('keep the signature', async () => {
    const wire = await wireWith({ op: 'swap-payload', values: { oid: '${secondUserId}', exp: { $now: 9 } } })
    expect([parts(wire)[0], parts(wire)[2]]).toStrictEqual([parts(genuine)[0], parts(genuine)[2]])
    const claims: unknown = JSON.parse(Buffer.from(parts(wire)[1], 'base64url').toString())
    expect(claims).toMatchObject({ oid: testVariables.secondUserId, exp: fixedNow + 9, aud: testVariables.apiClientId })
    const header = await wireWith({ op: 'swap-header', values: { note: 'x' } })
    expect(parts(header).slice(1)).toStrictEqual(parts(genuine).slice(1))
    await expect(verify(header)).rejects.toThrow('signature verification failed')
  })
})

describe('segments', () => {
  it.each([1, 2, 4, 5] as const)('are %i', async (count) => {
    expect((await wireWith({ op: 'segments', count })).split('.')).toHaveLength(count)
  })
})

const bytesOf = (segment: string) => Buffer.from(segment.replaceAll(/[^\w+/-]/g, ''), 'base64url')

describe('segment', () => {
  const patterns = {
    pad: /=$/,
    newline: /\n/,
    fold: /\r\n /,
    space: / /,
    tab: /\t/,
  } as const

  it.each(['pad', 'newline', 'fold', 'space', 'tab'] as const)('%s adds characters, not bytes', async (change) => {
    for (const [index, segment] of (['header', 'payload', 'signature'] as const).entries()) {
      const changed = parts(await wireWith({ op: 'segment', segment, change }))[index] ?? ''
      expect(changed).toMatch(patterns[change])
      expect(bytesOf(changed).toString('latin1').trimEnd()).toBe(
        bytesOf(parts(genuine)[index] ?? '')
          .toString('latin1')
          .trimEnd(),
      )
    }
  })

  it('pad makes whole groups of four', async () => {
    for (const segment of ['header', 'payload', 'signature'] as const) {
      const wire = await wireWith({ op: 'segment', segment, change: 'pad' })
      const padded = wire.split('.').find((part) => part.endsWith('='))
      expect((padded ?? '').length % 4).toBe(0)
    }
  })

  it('standard-alphabet needs a character that is spelled otherwise', async () => {
    const mark = { op: 'set', part: 'claims', values: { note: '???' } } as const
    const [plain, changed] = await Promise.all([
      wireWith(mark),
      wireWith(mark, { op: 'segment', segment: 'payload', change: 'standard-alphabet' }),
    ])
    expect(parts(changed)[1]).toMatch(/[+/]/)
    expect(parts(changed)[1].replaceAll('+', '-').replaceAll('/', '_')).toBe(parts(plain)[1])
  })

  it('resign covers the changed text', async () => {
    for (const segment of ['header', 'payload'] as const) {
      const wire = await wireWith({ op: 'segment', segment, change: 'pad', resign: true })
      const [header, payload, signature] = parts(wire)
      const key = await importJWK({ ...context.key('tenant').publicJwk, x5c: [] }, 'RS256')
      if (key instanceof Uint8Array) throw new TypeError('not a CryptoKey')
      const input = Buffer.from(`${header}.${payload}`)
      await expect(crypto.subtle.verify('RSASSA-PKCS1-v1_5', key, base64url.decode(signature), input)).resolves.toBe(
        true,
      )
    }
  })

  it('empty leaves nothing', async () => {
    expect(await wireWith({ op: 'segment', segment: 'payload', change: 'empty' })).toMatch(/^[\w-]+\.\.[\w-]+$/)
  })
})

describe('replace, append and prepend', () => {
  it('put text around the token or in its place', async () => {
    expect(await wireWith({ op: 'replace', text: '"${wire}" of ${tenantId}' })).toBe(
      `"${genuine}" of ${testVariables.tenantId}`,
    )
    expect(await wireWith({ op: 'append', text: '~' }, { op: 'prepend', text: '.' })).toBe(`.${genuine}~`)
  })
})
