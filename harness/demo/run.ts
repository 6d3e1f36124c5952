import { TargetError } from '../errors.ts'
import type { LedgerEntry } from '../mock-azure/contract.ts'
import { nextSignal } from '../mock-command/run.ts'
import { createTemporaryFolder } from '../temporary-folder.ts'
import type { DemoOptions, RunningPart } from './contract.ts'
import { isBrowsers, ledgerLine } from './ledger-line.ts'
import { startDemo } from './start.ts'
import { renderDemo } from './summary.ts'

/**
 * Runs a system in the foreground and shows what it asks the cloud, until a signal ends it.
 * @throws what `startDemo` throws
 * @throws {TargetError} `DEMO_PART_ENDED` when a part ends by itself, with its last output
 */
export async function runDemo(system: string, options: DemoOptions): Promise<void> {
  const signal = nextSignal()
  process.stdout.write('Starting…\n')
  await using profile = await createTemporaryFolder('browser')
  await using demo = await startDemo(system, options)
  process.stdout.write(`\n${renderDemo(demo, profile.path)}\nReady. Ctrl-C ends all of it.\n\nRequests to the cloud\n`)
  const { ledger } = demo.cloud.control
  const show = (entry: LedgerEntry): void => {
    // A browser calls its maker by itself: that is refused, and no news of the system.
    if (!(entry.refused && isBrowsers(entry))) process.stdout.write(`  ${ledgerLine(entry, demo.cloud.seed)}\n`)
  }
  // What the parts asked for as they started, and then each as it comes.
  for (const entry of ledger.entries()) show(entry)
  const stop = ledger.subscribe(show)
  const ended = await Promise.race([signal, demo.whenPartEnds])
  stop()
  if (ended !== undefined) throw partEnded(ended)
  process.stdout.write('\nEnding…\n')
}

function partEnded(part: RunningPart): TargetError {
  const { code = null, signal = null } = part.ended() ?? {}
  const how = signal === null ? `with exit code ${code}` : `by ${signal}`
  const fix = 'Its last output is below; start the demo again once that is mended.'
  return new TargetError('DEMO_PART_ENDED', `${part.name} has ended ${how}.`, fix, { details: part.output() })
}
