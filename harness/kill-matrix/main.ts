import { parseArgs } from 'node:util'
import { HarnessError } from '../errors.ts'
import { systemClock } from '../system.ts'
import { findMatrices, isCalled, type Matrices, narrow, tryOut } from './matrix.ts'
import { printMatrix, summaryLine } from './print.ts'
import type { KillReport } from './rules.ts'

/**
 * `npm run kill-matrix`: every defective implementation is found by the cases it names, every case is failed by one of
 * them, and the correct ones by none. With names (or their last parts), those alone, and then only whether they are
 * found. `-- --whole`: by every case. `-- --case GLOB`: every implementation by these cases. Exit code 1 when a case
 * kills nothing, a defect survives or a correct one is accused, 2 when there is nothing of that name.
 */
async function main(): Promise<0 | 1 | 2> {
  const { values, positionals: names } = parseArgs({
    options: { whole: { type: 'boolean', default: false }, case: { type: 'string' } },
    allowPositionals: true,
  })
  const { matrices, untried, notes } = await findMatrices()
  const all = matrices.flatMap(({ implementations }) => implementations)
  const unknown = names.filter((name) => !all.some((each) => isCalled(each, name)))
  const parts = matrices.flatMap((matrix) => narrow(matrix, { names, cases: values.case, whole: values.whole }) ?? [])
  if (unknown.length > 0 || parts.length === 0) {
    const lines = unknown.map((name) => whyNot(name, untried))
    process.stderr.write(`${lines.length > 0 ? lines.join('\n') : 'There is no such case.'}\n`)
    return 2
  }
  const reports: KillReport[] = []
  for (const part of parts) {
    const startedAt = systemClock.now()
    const { rows, report } = await tryOut(part)
    const tried = rows.reduce((sum, { judgements }) => sum + judgements.length, 0)
    const seconds = ((systemClock.now() - startedAt) / 1000).toFixed(1)
    process.stdout.write(
      `${printMatrix(part.catalogue, rows, report)}\n${rows.length} implementations, ${part.catalogue.length} cases, tried ${tried} times, ${seconds} s\n\n`,
    )
    reports.push(report)
  }
  for (const note of notes) process.stdout.write(`${note}\n`)
  const total = {
    unkilled: reports.flatMap(({ unkilled }) => unkilled),
    surviving: reports.flatMap(({ surviving }) => surviving),
    falseAlarms: reports.flatMap(({ falseAlarms }) => falseAlarms),
  }
  process.stdout.write(`${summaryLine(total)}\n`)
  return total.unkilled.length + total.surviving.length + total.falseAlarms.length === 0 ? 0 : 1
}

function whyNot(name: string, untried: Matrices['untried']): string {
  const found = untried.find((each) => isCalled(each, name))
  return found === undefined
    ? `There is no implementation ${name}.`
    : `${found.name} is not tried here. ${found.reason}`
}

const code = await main().catch((error: unknown) => {
  if (!(error instanceof HarnessError)) throw error
  process.stderr.write(`${error.code}: ${error.message}\n${error.details ?? ''}\n${error.fix}\n`)
  return 2
})
// A fault that holds an answer back for minutes would keep the process for as long, with nobody left to read it. What
// was printed leaves first: a pipe may be slower than this.
process.stdout.write('', () => process.exit(code))
