import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

import { failed, sampleCase, sampleProblem, sampleResults } from '../report/sample-results.ts'
import { defaultSeedFile } from '../seed/load.ts'
import { docsFolder, generatedDocs } from './write.ts'

const published = (name: string): Promise<string> => readFile(join(docsFolder, name), 'utf8')

/** A published schema as a validator. */
async function validator(name: string): Promise<(value: unknown) => boolean> {
  const schema = z.fromJSONSchema(z.record(z.string(), z.json()).parse(JSON.parse(await published(`schemas/${name}`))))
  return (value) => schema.safeParse(value).success
}

describe('the generated documents', () => {
  it.each(Object.entries(generatedDocs()))('%s is up to date', async (name, text) => {
    expect(await published(name), 'run: npm run docs').toBe(text)
  })

  it('of the configuration takes what a team writes and refuses what it does not know', async () => {
    const valid = await validator('config.schema.json')
    const api = {
      launch: { command: 'dotnet run', ready: '/health' },
      routes: [{ 'GET /api/claims': { scopes: ['access_as_user'] } }, { 'GET /health': 'anonymous' }],
    }
    expect(valid({ api })).toBe(true)
    expect(valid({ api: { ...api, routs: [] } })).toBe(false)
    expect(valid({ api: { ...api, routes: [{ 'FETCH /api': 'anonymous' }] } })).toBe(false)
    expect(valid({ api: { ...api, launch: { command: 'dotnet run', ready: 'health' } } })).toBe(false)
    expect(valid({})).toBe(false)
  })

  it('of a seed takes the default seed, and refuses what it does not know', async () => {
    const valid = await validator('seed.schema.json')
    const seed: unknown = parse(await readFile(defaultSeedFile, 'utf8'))
    expect(valid(seed)).toBe(true)
    expect(valid({ ...Object(seed), user: [] })).toBe(false)
    expect(valid({ tenants: [] })).toBe(false)
  })

  it('of the results takes results.json, and members to come', async () => {
    const valid = await validator('results.schema.json')
    const results = sampleResults([sampleCase(), failed()], { problems: [sampleProblem] })
    expect(valid(results)).toBe(true)
    expect(valid({ ...results, toCome: true })).toBe(true)
    expect(valid({ ...results, exitCode: 3 })).toBe(false)
    expect(valid({ ...results, cases: [{ ...sampleCase(), verdict: 'fine' }] })).toBe(false)
  })
})
