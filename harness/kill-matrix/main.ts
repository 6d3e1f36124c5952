import { parseArgs } from 'node:util'
import { catalogue } from '../../suites/catalogue.ts'
import { HarnessError } from '../errors.ts'
import { systemClock } from '../system.ts'
import { findApis } from './api/defects.ts'
import { runApiJobs } from './api/pool.ts'
import { clientMatrix } from './client/plan.ts'
import { runClientJobs } from './client/pool.ts'
import type { Implementation, Rated } from './implementation.ts'
import { type Job, planJobs, type Planning } from './jobs.ts'
import { printMatrix, summaryLine } from './print.ts'
import { evaluate, type Judgement, type KillReport } from './rules.ts'

/**
 * `npm run kill-matrix`: every defective implementation is found by the cases it names, every case is failed by one of
 * them, and the correct ones by none. `-- --whole`: every implementation against every case. With names (or the ends of
 * them), those alone, against every case, and then only whether they are found. Exit code 1 when a case kills nothing, a
 * defect survives or a correct one is accused, 2 when there is no such name.
 */

/** One catalogue and what it is tried on. */
interface Matrix {
  readonly catalogue: readonly Rated[]
  readonly implementations: readonly Implementation[]
  readonly planning: Planning
  /** Whether a case that nothing fails is a failure. */
  readonly mustKill: (item: Rated) => boolean
  readonly run: (
    jobs: readonly Job[],
    onJudged: (name: string, judgements: readonly Judgement[]) => void,
  ) => Promise<void>
}

async function findMatrices(): Promise<{ matrices: readonly Matrix[]; notes: readonly string[] }> {
  const clients = await clientMatrix()
  const apis: Matrix = {
    catalogue,
    implementations: await findApis(),
    planning: { search: true },
    mustKill: () => true,
    run: runApiJobs,
  }
  const ofClients: Matrix = {
    ...clients,
    // Each trial starts a process, so a defect has to be named.
    planning: { search: false, concerns: clients.concerns },
    mustKill: ({ level }) => level === 'MUST',
    run: runClientJobs,
  }
  const withoutClock = `Not tried, for want of libfaketime: ${clients.withoutClock} cases`
  return { matrices: [apis, ofClients], notes: clients.withoutClock > 0 ? [withoutClock] : [] }
}

async function tryOut(matrix: Matrix, chosen: readonly Implementation[], whole: boolean): Promise<KillReport> {
  const startedAt = systemClock.now()
  const said = new Map<string, Judgement[]>(chosen.map(({ name }) => [name, []]))
  await matrix.run(planJobs(matrix.catalogue, chosen, { ...matrix.planning, whole }), (name, judgements) => {
    said.get(name)?.push(...judgements)
  })
  const rows = chosen.map((each) => ({ ...each, judgements: said.get(each.name) ?? [] }))
  const report = evaluate(matrix.catalogue, rows, matrix.mustKill)
  const tried = rows.reduce((sum, { judgements }) => sum + judgements.length, 0)
  const seconds = ((systemClock.now() - startedAt) / 1000).toFixed(1)
  process.stdout.write(`${printMatrix(matrix.catalogue, rows, report)}\n`)
  process.stdout.write(
    `${rows.length} implementations, ${matrix.catalogue.length} cases, tried ${tried} times, ${seconds} s\n\n`,
  )
  return report
}

function isCalled(name: string, called: string): boolean {
  return name === called || name.endsWith(`/${called}`)
}

async function main(): Promise<0 | 1 | 2> {
  const { values, positionals: wanted } = parseArgs({
    options: { whole: { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  const { matrices, notes } = await findMatrices()
  const all = matrices.flatMap(({ implementations }) => implementations)
  const unknown = wanted.filter((called) => !all.some(({ name }) => isCalled(name, called)))
  if (unknown.length > 0) {
    process.stderr.write(`There is no implementation ${unknown.join(', ')}.\n`)
    return 2
  }
  const some = wanted.length > 0
  const reports: KillReport[] = []
  for (const matrix of matrices) {
    const isWanted = ({ name }: Implementation): boolean => !some || wanted.some((called) => isCalled(name, called))
    const chosen = matrix.implementations.filter(isWanted)
    if (chosen.length > 0) reports.push(await tryOut(matrix, chosen, values.whole || some))
  }
  for (const note of notes) process.stdout.write(`${note}\n`)
  const unkilled = some ? [] : reports.flatMap((report) => report.unkilled)
  const surviving = reports.flatMap((report) => report.surviving)
  const falseAlarms = reports.flatMap((report) => report.falseAlarms)
  process.stdout.write(`${summaryLine({ unkilled, surviving, falseAlarms })}\n`)
  return unkilled.length + surviving.length + falseAlarms.length === 0 ? 0 : 1
}

process.exitCode = await main().catch((error: unknown) => {
  if (!(error instanceof HarnessError)) throw error
  process.stderr.write(`${error.code}: ${error.message}\n${error.details ?? ''}\n${error.fix}\n`)
  return 2
})
