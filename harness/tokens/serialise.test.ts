import { compactVerify, createLocalJWKSet, flattenedVerify, generalVerify } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'

import { createKeySource } from '../key-source.ts'
import { testContext, testVariables } from './context.test-support.ts'
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
const ownKeys = () => createLocalJWKSet({ keys: [{ ...context.key('tenant').publicJwk, x5c: [] }] })

const signatureSchema = z.object({ protected: z.string(), signature: z.string() })
const asFlattened = (text = '') => signatureSchema.extend({ payload: z.string() }).parse(JSON.parse(text))
const asGeneral = (text = '') =>
  z.object({ payload: z.string(), signatures: z.array(signatureSchema) }).parse(JSON.parse(text))

describe('JSON serialisations', () => {
  it('verify as such', async () => {
    const [flattened, general, second, base64] = await Promise.all(
      (['flattened', 'general', 'general-second', 'base64-json'] as const).map((as) =>
        wireWith({ op: 'serialise', as }),
      ),
    )
    const keys = ownKeys()
    await expect(flattenedVerify(asFlattened(flattened), keys)).resolves.toBeDefined()
    await expect(generalVerify(asGeneral(general), keys)).resolves.toBeDefined()
    await expect(generalVerify(asGeneral(second), keys)).resolves.toBeDefined()
    expect(Buffer.from(base64 ?? '', 'base64url').toString()).toBe(flattened)
    expect(JSON.parse(await wireWith({ op: 'serialise', as: 'general-none' }))).toHaveProperty('signatures', [])
  })

  it('a polyglot is genuine as JSON and forged as a compact token', async () => {
    const wire = await wireWith({ op: 'polyglot', values: { oid: '${secondUserId}' } })
    const { payload } = await flattenedVerify(asFlattened(wire), ownKeys())
    expect(Buffer.from(payload).toString()).toContain(testVariables.userId)
    const forged = Buffer.from(wire.split('.')[1] ?? '', 'base64url').toString()
    expect(JSON.parse(forged)).toMatchObject({ oid: testVariables.secondUserId })
  })

  it.each(['none', 'outsider'] as const)('wrap by %s holds the genuine token', async (key) => {
    const wire = await wireWith({ op: 'wrap', key, kidOf: 'tenant' })
    const header: unknown = JSON.parse(Buffer.from(wire.split('.')[0] ?? '', 'base64url').toString())
    expect(header).toMatchObject({ cty: 'JWT', kid: context.key('tenant').kid })
    expect(Buffer.from(wire.split('.')[1] ?? '', 'base64url').toString()).toBe(genuine)
    await expect(compactVerify(wire, ownKeys())).rejects.toThrow()
  })
})
