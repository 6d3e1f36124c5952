import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Reporter, startVitest } from 'vitest/node'

import { type Results, resultsSchema } from '../verdict.ts'
import { ConformanceReporter } from './reporter.ts'
import { errored, failed, sampleCase, sampleProblem } from './sample-results.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'conformance-report-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

interface Ran {
  readonly results: Results
  readonly printed: string
  readonly lastLine: string | undefined
}

/** Runs suite files (text of a test file, globals in place) under the reporter, in a vitest of their own. */
async function run(
  files: Readonly<Record<string, string>>,
  options: { bail?: number; strict?: boolean; cancelAfter?: string } = {},
): Promise<Ran> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  let printed = ''
  const reporter = new ConformanceReporter({
    reportDir: join(folder, 'reports'),
    target: { name: 'claims-api', kind: 'process', config: 'conformance.yaml' },
    plannedGroups: [],
    strict: options.strict ?? false,
    toolVersion: '0.1.0',
    stream: { write: (text) => (printed += text) },
    clock: { now: () => Date.UTC(2030, 0, 1) },
    environment: {},
  })
  const canceller: Reporter = {
    onTestCaseResult({ name, project }) {
      // Not awaited: it waits for the run, which waits for this.
      if (name === options.cancelAfter) void project.vitest.cancelCurrentRun('keyboard-input')
    },
  }
  const vitest = await startVitest('test', [], {
    config: false,
    root: folder,
    include: ['*.suite.js'],
    globals: true,
    watch: false,
    reporters: [reporter, canceller],
    bail: options.bail ?? 0,
    maxWorkers: 1,
  })
  const exitCode = process.exitCode
  await vitest.close()
  process.exitCode = exitCode === 1 ? 0 : exitCode
  const written: unknown = JSON.parse(await readFile(join(folder, 'reports', 'results.json'), 'utf8'))
  const results = resultsSchema.parse(written)
  expect(results).toEqual(reporter.results)
  return { results, printed, lastLine: printed.trimEnd().split('\n').at(-1) }
}

/** A test that hands over `result`, and throws where its verdict counts against the target. */
const judged = (result: { id: string; verdict: string }, before = ''): string => `
test(${JSON.stringify(result.id)}, async ({ task, skip, signal }) => {${before}
  task.meta.conformance = ${JSON.stringify(result)}
  if (${JSON.stringify(result.verdict)} === 'not-applicable') skip('does not apply')
  if (['fail', 'error'].includes(${JSON.stringify(result.verdict)})) throw new Error('judged so')
})
`

describe('the reporter', () => {
  it('collects every judged case in order, writes the reports and ends with the plain line', async () => {
    const { results, printed, lastLine } = await run({
      'a.suite.js': [
        judged(sampleCase({ id: 'api.a.one' })),
        judged(failed({ id: 'api.a.two' })),
        judged(sampleCase({ id: 'api.a.three', verdict: 'not-applicable', reason: 'No role.' })),
      ].join(''),
      'b.suite.js': judged(sampleCase({ id: 'api.b.one', group: 'api/b' })),
    })
    expect(results.cases.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['api.a.one', 'pass'],
      ['api.a.two', 'fail'],
      ['api.a.three', 'not-applicable'],
      ['api.b.one', 'pass'],
    ])
    expect(results.problems).toEqual([])
    expect(results.exitCode).toBe(1)
    expect(printed).toMatch(/^api\/audience +3 cases {2}1 fail · 1 pass · 1 not applicable/m)
    expect(printed).toContain('✗ api.a.two')
    expect(lastLine).toBe('2 passed, 1 failed, 1 skipped')
    expect(await readdir(join(folder, 'reports'))).toEqual(['junit.xml', 'results.json'])
  })

  it('takes the problem of a case from its result, not from the error it throws', async () => {
    const { results } = await run({ 'a.suite.js': judged(errored()) })
    expect(results.problems).toEqual([sampleProblem])
    expect(results.exitCode).toBe(2)
  })

  it('reports a suite file that does not load as a problem of the harness, and judges the rest', async () => {
    const { results, printed } = await run({
      'a.suite.js': 'throw new Error("cannot be loaded")',
      'b.suite.js': judged(sampleCase()),
    })
    expect(results.summary).toMatchObject({ pass: 1, error: 0 })
    expect(results.problems).toMatchObject([
      { code: 'HARNESS_UNEXPECTED', fault: 'harness', message: 'Suite file a.suite.js: cannot be loaded' },
    ])
    expect(results.exitCode).toBe(2)
    expect(printed).toContain('COULD NOT BE JUDGED')
  })

  it('keeps the code, fault and fix of a named error thrown by a hook', async () => {
    const { results, printed } = await run({
      'a.suite.js': `
        describe('group', () => {
          beforeAll(() => {
            throw Object.assign(new Error('not ready'), { code: 'TARGET_NOT_READY', fault: 'target', fix: 'start it' })
          })
          ${judged(sampleCase())}
        })
      `,
    })
    expect(results.problems).toEqual([
      { code: 'TARGET_NOT_READY', fault: 'target', message: 'not ready', fix: 'start it' },
    ])
    expect(results.cases).toEqual([])
    expect(results.exitCode).toBe(2)
    expect(printed).toContain('TARGET_NOT_READY')
  })

  it('does not lose an error outside every case', async () => {
    const { results } = await run({
      'a.suite.js': `${judged(sampleCase())}
        test('stray', async ({ task }) => {
          task.meta.conformance = ${JSON.stringify(sampleCase({ id: 'api.a.stray' }))}
          Promise.reject(new Error('nobody caught this'))
          await new Promise((resolve) => setImmediate(resolve))
        })`,
    })
    expect(results.summary.pass).toBe(2)
    expect(results.problems).toMatchObject([{ message: 'An error outside every case: nobody caught this' }])
    expect(results.exitCode).toBe(2)
  })

  it('does not believe a pass whose test broke afterwards', async () => {
    const { results } = await run({
      'a.suite.js': `afterEach(() => { throw new Error('left behind') })\n${judged(sampleCase())}`,
    })
    expect(results.problems).toMatchObject([{ message: 'Case api.audience.other-api: left behind' }])
    expect(results.exitCode).toBe(2)
  })

  it('does not believe a result that does not fit the schema', async () => {
    const { results } = await run({ 'a.suite.js': judged({ id: 'api.a.one', verdict: 'fine' }) })
    expect(results.problems).toMatchObject([{ code: 'RESULT_INVALID' }])
    expect(results.cases).toEqual([])
  })

  it('writes what ran of a run that was cancelled, and says so', async () => {
    const { results, lastLine } = await run(
      {
        'a.suite.js': [
          judged(sampleCase({ id: 'api.a.one' })),
          judged(
            sampleCase({ id: 'api.a.two' }),
            `
            await new Promise((cancelled) => signal.addEventListener('abort', cancelled))`,
          ),
          judged(sampleCase({ id: 'api.a.three' })),
        ].join(''),
      },
      { cancelAfter: 'api.a.one' },
    )
    expect(results.cases.map(({ id }) => id)).toContain('api.a.one')
    expect(results.cases.map(({ id }) => id)).not.toContain('api.a.three')
    expect(results.problems).toMatchObject([{ code: 'INTERRUPTED' }])
    expect(results.exitCode).toBe(2)
    expect(lastLine).toMatch(/^\d passed, 0 failed, 0 skipped$/)
  })

  it('stops at the first finding with bail, which is no problem', async () => {
    const { results, printed } = await run(
      { 'a.suite.js': [judged(failed({ id: 'api.a.one' })), judged(sampleCase({ id: 'api.a.two' }))].join('') },
      { bail: 1 },
    )
    expect(results.cases).toHaveLength(1)
    expect(results.problems).toEqual([])
    expect(results.exitCode).toBe(1)
    expect(printed).toContain('Stopped at the first finding (--bail): 1 case did not run.')
  })

  it('judges a run without a case as not judged', async () => {
    const { results, lastLine } = await run({ 'a.suite.js': 'describe("empty", () => {})' })
    expect(results.exitCode).toBe(2)
    expect(lastLine).toBe('0 passed, 0 failed, 0 skipped')
  })
})
