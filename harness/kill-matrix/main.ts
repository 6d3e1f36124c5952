import { catalogue } from '../../suites/catalogue.ts'
import { systemClock } from '../system.ts'
import { findImplementations } from './defects.ts'
import { runMatrix } from './matrix.ts'
import { printMatrix, summaryLine } from './print.ts'
import { evaluate } from './rules.ts'

/**
 * `npm run kill-matrix [name…]`: every defective implementation against every case. With names, those alone, and then
 * only whether they are found. Exit code 1 when a case kills nothing, a defect survives or a correct one is accused,
 * 2 when there is no such name.
 */
const wanted = process.argv.slice(2)
const all = await findImplementations()
const isCalled = (name: string, called: string): boolean => name === called || name.endsWith(`/${called}`)
const unknown = wanted.filter((called) => !all.some(({ name }) => isCalled(name, called)))
if (unknown.length > 0) {
  process.stderr.write(`There is no implementation ${unknown.join(', ')}.\n`)
  process.exit(2)
}
const chosen = wanted.length === 0 ? all : all.filter(({ name }) => wanted.some((called) => isCalled(name, called)))
const startedAt = systemClock.now()
const rows = await runMatrix(chosen, ({ name }) => process.stderr.write(`${name}\n`))
const report = evaluate(catalogue, rows)
const seconds = (systemClock.now() - startedAt) / 1000
process.stdout.write(`${printMatrix(catalogue, rows, report)}\n`)
process.stdout.write(`${rows.length} implementations, ${catalogue.length} cases, ${seconds.toFixed(1)} s\n`)
process.stdout.write(`${summaryLine(report)}\n`)
const unkilled = wanted.length === 0 ? report.unkilled.length : 0
process.exitCode = unkilled + report.surviving.length + report.falseAlarms.length === 0 ? 0 : 1
