import { beforeAll, describe, expect, it } from 'vitest'

import { createKeySource } from '../key-source.ts'
import { testContext, testVariables } from './context.test-support.ts'
import { decode, difference } from './describe.ts'
import { mint, type MintContext } from './mint.ts'
import type { Mutation } from './recipe.ts'

let context: MintContext
beforeAll(async () => {
  context = await testContext(createKeySource())
})

const mintWith = (...mutations: readonly Mutation[]) => mint({ baseline: 'delegated', mutations }, context)

describe('difference', () => {
  const differences: readonly (readonly [what: string, mutations: readonly Mutation[], paths: readonly string[]])[] = [
    ['nothing', [], []],
    ['a claim', [{ op: 'set', part: 'claims', values: { aud: 'x' } }], ['claims.aud']],
    ['a claim that is gone', [{ op: 'remove', part: 'claims', names: ['exp'] }], ['claims.exp']],
    ['alg none', [{ op: 'unsigned', alg: 'none', signature: 'empty' }], ['header.alg', 'signature']],
    ['another key under the same kid', [{ op: 'sign', key: 'outsider', kidOf: 'tenant' }], ['signature']],
    ['another key under its own kid', [{ op: 'sign', key: 'outsider' }], ['header.kid']],
    ['one bit', [{ op: 'signature', change: 'flip-bit' }], ['signature']],
    ['a signature of another length', [{ op: 'forge', alg: 'ES256', form: 'zero' }], ['header.alg', 'signature']],
    ['only the writing', [{ op: 'duplicate', part: 'claims', name: 'aud', value: 'x', position: 'first' }], ['claims']],
    ['a payload that is no object', [{ op: 'json', part: 'claims', text: 'null' }], ['claims']],
    ['another serialisation', [{ op: 'serialise', as: 'flattened' }], ['serialisation']],
    ['four segments', [{ op: 'segments', count: 4 }], ['serialisation']],
  ]

  it.each(differences)('names %s', async (_, mutations, paths) => {
    const [control, attack] = await Promise.all([mintWith(), mintWith(...mutations)])
    expect(difference(control, attack)).toStrictEqual(paths)
  })
})

describe('decode', () => {
  it('reads header and claims', async () => {
    const token = await mintWith()
    expect(decode(token.wire)).toStrictEqual({ header: token.header, claims: token.claims })
  })

  it('says what it cannot read', () => {
    expect(decode('not a token')).toStrictEqual({ note: 'header and claims cannot be read' })
    expect(decode('')).toStrictEqual({ note: 'header and claims cannot be read' })
  })

  it.each(['flattened', 'general', 'general-second', 'base64-json'] as const)(
    'reads the %s serialisation',
    async (as) => {
      const token = await mintWith({ op: 'serialise', as })
      expect(decode(token.wire)).toMatchObject({
        header: { alg: 'RS256' },
        claims: { aud: testVariables.apiClientId },
        note: 'JSON serialisation',
      })
    },
  )

  it('reads the header of a JWE and says so', async () => {
    const { wire } = await mintWith({ op: 'encrypt', to: 'tenant', inner: 'signed', alg: 'RSA-OAEP-256' })
    expect(decode(wire)).toMatchObject({ header: { enc: 'A256GCM' }, note: 'encrypted: only its header can be read' })
  })

  it('cuts what no report could write', async () => {
    const [deep, long] = await Promise.all([
      mintWith({ op: 'nest', part: 'claims', levels: 10_000 }),
      mintWith({ op: 'grow', bytes: 200_000 }),
    ])
    expect(JSON.stringify(decode(deep.wire)).length).toBeLessThan(2000)
    expect(JSON.stringify(decode(long.wire)).length).toBeLessThan(4000)
  })
})
