import { beforeAll, describe, expect, it } from 'vitest'

import { InternalError } from '../errors.ts'
import { createKeySource } from '../key-source.ts'
import { fixedNow, testContext, testVariables } from './context.test-support.ts'
import { mint, type MintContext } from './mint.ts'
import type { Mutation } from './recipe.ts'

let context: MintContext
beforeAll(async () => {
  context = await testContext(createKeySource())
})

const mintWith = (...mutations: readonly Mutation[]) => mint({ baseline: 'delegated', mutations }, context)

/** The bytes of a segment as they stand. */
async function bytesWith(segment: 0 | 1, ...mutations: readonly Mutation[]): Promise<Buffer> {
  const { wire } = await mintWith(...mutations)
  return Buffer.from(wire.split('.')[segment] ?? '', 'base64url')
}

const textWith = async (segment: 0 | 1, ...mutations: readonly Mutation[]): Promise<string> =>
  (await bytesWith(segment, ...mutations)).toString('utf8')

describe('set and remove', () => {
  it('fill variables, times and facets of keys', async () => {
    const { claims } = await mintWith({
      op: 'set',
      part: 'claims',
      values: {
        aud: 'api://${otherApiClientId}/${tenantId}',
        exp: { $now: -60 },
        nbf: { $now: 10, $tolerance: -1 },
        iat: { $nowMs: 5 },
        list: ['${userId}', { nested: { $now: 0 } }],
      },
    })
    expect(claims).toMatchObject({
      aud: `api://${testVariables.otherApiClientId}/${testVariables.tenantId}`,
      exp: fixedNow - 60,
      nbf: fixedNow + 10 - 300,
      iat: fixedNow * 1000 + 5,
      list: [testVariables.userId, { nested: fixedNow }],
    })
  })

  it('measure $tolerance in what the target declares', async () => {
    const recipe = {
      baseline: 'delegated',
      mutations: [{ op: 'set', part: 'claims', values: { exp: { $now: -10, $tolerance: -1 } } }],
    } as const
    const { claims } = await mint(recipe, { ...context, clockToleranceSeconds: 60 })
    expect(claims?.['exp']).toBe(fixedNow - 70)
  })

  it('write every facet of a key', async () => {
    const { publicJwk, kid } = context.key('outsider')
    const { header } = await mintWith({
      op: 'set',
      part: 'header',
      values: {
        jwk: { $key: 'outsider', as: 'jwk' },
        kid: { $key: 'outsider', as: 'kid' },
        x5c: [{ $key: 'outsider', as: 'certificate' }],
        x5t: { $key: 'outsider', as: 'x5t' },
        'x5t#S256': { $key: 'outsider', as: 'x5t#S256' },
        jku: { $key: 'outsider', as: 'jwks-data-url' },
      },
    })
    expect(header).toMatchObject({ jwk: publicJwk, kid, x5c: [publicJwk.x5c[0]], x5t: kid })
    const url = header?.['jku']
    const fetched = await fetch(typeof url === 'string' ? url : '')
    expect(await fetched.json()).toStrictEqual({ keys: [publicJwk] })
    expect(header?.['x5t#S256']).toMatch(/^[\w-]{43}$/)
  })

  it('refuse a key or facet that does not exist', async () => {
    for (const jwk of [
      { $key: 'nobody', as: 'jwk' },
      { $key: 'outsider', as: 'private-key' },
    ]) {
      await expect(mintWith({ op: 'set', part: 'header', values: { jwk } })).rejects.toThrow(InternalError)
    }
  })

  it('keep a member where it stands and add others at the end', async () => {
    const { claims } = await mintWith(
      { op: 'set', part: 'claims', values: { iss: 'x', added: 1 } },
      { op: 'remove', part: 'claims', names: ['aud'] },
    )
    expect(Object.keys(claims ?? {})[0]).toBe('iss')
    expect(Object.keys(claims ?? {}).at(-1)).toBe('added')
    expect(claims).not.toHaveProperty('aud')
  })

  it('can take away what the signature put into the header', async () => {
    const { header } = await mintWith({ op: 'remove', part: 'header', names: ['alg', 'kid'] })
    expect(header).toStrictEqual({ typ: 'JWT' })
  })
})

describe('JSON no writer produces', () => {
  it('raw writes a value as it is given', async () => {
    const json = await textWith(1, { op: 'raw', part: 'claims', name: 'exp', text: '1e999' })
    expect(json).toContain('"exp":1e999')
    expect(json.match(/"exp"/g)).toHaveLength(1)
  })

  it('raw writes __proto__ as a member', async () => {
    const { claims } = await mintWith({ op: 'raw', part: 'claims', name: '__proto__', text: '{"a":1}' })
    expect(Object.hasOwn(claims ?? {}, '__proto__')).toBe(true)
  })

  it.each(['first', 'last'] as const)('duplicate puts the twin %s', async (position) => {
    const json = await textWith(1, { op: 'duplicate', part: 'claims', name: 'aud', value: 'other', position })
    const values = [...json.matchAll(/"aud":"([^"]*)"/g)].map(([, value]) => value)
    const genuine = testVariables.apiClientId
    expect(values).toStrictEqual(position === 'first' ? ['other', genuine] : [genuine, 'other'])
  })

  it('json replaces the text, with the genuine one inside', async () => {
    const genuine = await textWith(1)
    expect(await textWith(1, { op: 'json', part: 'claims', text: '[${json}]${canary}' })).toBe(
      `[${genuine}]${testVariables.canary}`,
    )
    expect(await textWith(0, { op: 'json', part: 'header', text: 'null' })).toBe('null')
  })

  it('nest goes as deep as it says', async () => {
    const json = await textWith(1, { op: 'nest', part: 'claims', levels: 10_000 })
    expect(json).toContain(`"nested":${'['.repeat(10_000)}${']'.repeat(10_000)}`)
  })

  it('grow reaches the size, in both directions of rounding', async () => {
    for (const bytes of [4096, 16_384, 65_536]) {
      const { wire } = await mintWith({ op: 'grow', bytes })
      expect(Math.abs(wire.length - bytes)).toBeLessThan(3)
    }
  })

  it('change-case changes a string by the time it is there', async () => {
    const { claims, header } = await mintWith(
      { op: 'set', part: 'claims', values: { aud: 'api://MiXed' } },
      { op: 'change-case', part: 'claims', name: 'aud', to: 'lower' },
      { op: 'change-case', part: 'header', name: 'kid', to: 'upper' },
    )
    expect(claims?.['aud']).toBe('api://mixed')
    expect(header?.['kid']).toBe(context.key('tenant').kid.toUpperCase())
  })

  it('change-case refuses what is no string', async () => {
    await expect(mintWith({ op: 'change-case', part: 'claims', name: 'exp', to: 'upper' })).rejects.toThrow(
      InternalError,
    )
  })
})

describe('encoding', () => {
  it('utf-16 is the same text in two bytes a character', async () => {
    const genuine = await textWith(1)
    const bytes = await bytesWith(1, { op: 'encoding', part: 'claims', as: 'utf-16' })
    expect(bytes.toString('utf16le')).toBe(genuine)
  })

  it('utf-8-bom has the mark before the text', async () => {
    const bytes = await bytesWith(0, { op: 'encoding', part: 'header', as: 'utf-8-bom' })
    expect([...bytes.subarray(0, 4)]).toStrictEqual([0xef, 0xbb, 0xbf, 0x7b])
  })

  it('invalid-utf-8 is JSON but for bytes that are no UTF-8', async () => {
    const bytes = await bytesWith(1, { op: 'encoding', part: 'claims', as: 'invalid-utf-8' })
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow(TypeError)
    expect(JSON.parse(bytes.toString('latin1'))).toMatchObject({ aud: testVariables.apiClientId })
  })
})
