import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { failed, sampleCase, sampleFinding, sampleResults } from './sample-results.ts'
import { writeReports } from './write.ts'

let folder: string

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'conformance-write-')), 'not', 'yet')
})

afterEach(async () => {
  await rm(join(folder, '..', '..'), { recursive: true })
})

const longToken = 'a'.repeat(300)

const withLongToken = (id: string) =>
  failed({
    id,
    finding: sampleFinding({
      exchanges: sampleFinding().exchanges.map((exchange) => ({ ...exchange, curl: `curl -H 'A: ${longToken}' 'u'` })),
    }),
  })

describe('writing reports', () => {
  it('makes the folder and gives the paths', async () => {
    const paths = await writeReports(folder, sampleResults([sampleCase()]), { allure: true })
    expect(paths).toEqual(['results.json', 'junit.xml', 'allure-results'].map((name) => join(folder, name)))
    expect((await readdir(folder)).toSorted()).toEqual(['allure-results', 'junit.xml', 'results.json'])
  })

  it('leaves nothing of an earlier run', async () => {
    await writeReports(folder, sampleResults([withLongToken('api.a.one'), withLongToken('api.a.two')]), {
      allure: true,
    })
    await writeReports(folder, sampleResults([withLongToken('api.a.two')]), { allure: true })
    expect(await readdir(join(folder, 'replay'))).toEqual(['api.a.two.jwt'])
    expect(await readFile(join(folder, 'replay', 'api.a.two.jwt'), 'utf8')).toBe(longToken)
    const results = (await readdir(join(folder, 'allure-results'))).filter((name) => name.endsWith('-result.json'))
    expect(results).toHaveLength(1)
    await writeReports(folder, sampleResults([sampleCase()]))
    expect(await readdir(folder)).not.toContain('replay')
  })

  it('refuses results that break the published schema, and writes nothing', async () => {
    const results = { ...sampleResults([]), startedAt: 'yesterday' }
    await expect(writeReports(folder, results)).rejects.toMatchObject({ code: 'REPORT_INVALID', fault: 'harness' })
    await expect(readdir(folder)).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
