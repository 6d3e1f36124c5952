import { parseArgs } from 'node:util'
import { catalogue } from '../../suites/catalogue.ts'
import { systemClock } from '../system.ts'
import { findImplementations } from './api/defects.ts'
import { runApiJobs } from './api/pool.ts'
import { planJobs } from './jobs.ts'
import { printMatrix, summaryLine } from './print.ts'
import { evaluate, type Judgement } from './rules.ts'

/**
 * `npm run kill-matrix`: every defective implementation is found by the cases it names, every case is failed by one of
 * them, and the correct ones by none. `-- --whole`: every implementation against every case. With names (or the ends of
 * them), those alone, against every case, and then only whether they are found. Exit code 1 when a case kills nothing, a
 * defect survives or a correct one is accused, 2 when there is no such name.
 */
const { values, positionals: wanted } = parseArgs({
  options: { whole: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const all = await findImplementations()
const isCalled = (name: string, called: string): boolean => name === called || name.endsWith(`/${called}`)
const unknown = wanted.filter((called) => !all.some(({ name }) => isCalled(name, called)))
if (unknown.length > 0) {
  process.stderr.write(`There is no implementation ${unknown.join(', ')}.\n`)
  process.exit(2)
}
const some = wanted.length > 0
const chosen = some ? all.filter(({ name }) => wanted.some((called) => isCalled(name, called))) : all
const startedAt = systemClock.now()
const said = new Map<string, Judgement[]>(chosen.map(({ name }) => [name, []]))
await runApiJobs(planJobs(catalogue, chosen, { whole: values.whole || some }), (name, judgements) => {
  said.get(name)?.push(...judgements)
})
const rows = chosen.map((each) => ({ ...each, judgements: said.get(each.name) ?? [] }))
const report = evaluate(catalogue, rows)
const seconds = (systemClock.now() - startedAt) / 1000
process.stdout.write(`${printMatrix(catalogue, rows, report)}\n`)
const tried = rows.reduce((sum, { judgements }) => sum + judgements.length, 0)
process.stdout.write(
  `${rows.length} implementations, ${catalogue.length} cases, tried ${tried} times, ${seconds.toFixed(1)} s\n`,
)
process.stdout.write(`${summaryLine(report)}\n`)
const unkilled = some ? 0 : report.unkilled.length
process.exitCode = unkilled + report.surviving.length + report.falseAlarms.length === 0 ? 0 : 1
