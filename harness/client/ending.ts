import type { EndedStep } from '../client-case.ts'
import { matches, type Objection } from '../judge.ts'
import type { RunningTarget } from '../targets/contract.ts'
import { isFree } from '../targets/ports.ts'
import type { FailedStart } from './launch.ts'
import type { ClientWorld } from './world.ts'

/** How long the news of a process's end may take once nothing listens any more. */
const endNoticeMs = 500
/** So long the last request waits for its answer; one that is late is no end. */
const lastRequestMs = 2000

/** How the target ended, if it did. A process that ends closes its socket a moment before its end is known. */
export async function endOf({ target, variables, clock }: ClientWorld): Promise<ReturnType<RunningTarget['ended']>> {
  if (target === undefined) return undefined
  const deadline = performance.now() + endNoticeMs
  while (target.ended() === undefined && performance.now() < deadline && (await isFree(Number(variables.port)))) {
    await clock.sleep(10)
  }
  return target.ended()
}

/**
 * The same after a case: a process that is about to go down still listens, but it answers nothing more. So it is asked
 * once for its health, whatever that may be.
 */
export async function endAfterCase(world: ClientWorld): Promise<ReturnType<RunningTarget['ended']>> {
  const { target, system } = world
  if (target === undefined || target.ended() !== undefined) return target?.ended()
  const request = { method: 'GET', path: system.health, headers: [] }
  const answer = await target.send(request, { timeoutMs: lastRequestMs })
  return answer.kind === 'response' ? target.ended() : endOf(world)
}

/** What an `ended` step wants of a target that runs. */
export async function waitForEnd(world: ClientWorld, { withinMs = 5000 }: EndedStep): Promise<void> {
  const deadline = performance.now() + withinMs
  while (world.target !== undefined && world.target.ended() === undefined && performance.now() < deadline) {
    await world.clock.sleep(20)
  }
}

export function failure(reason: Objection['reason'], expected: string, actual: string): Objection {
  return { weight: 'fail', reason, expected, actual }
}

/**
 * What is wrong with how a target ended that had to.
 * @param wanted what its output has to say
 */
export function judgeEnd({ exitCode, output }: FailedStart, wanted: readonly string[]): readonly Objection[] {
  if (exitCode === undefined) return [failure('no-answer', 'the target ends', 'it neither came up nor ended')]
  if (exitCode === 0) return [failure('policy', 'an exit code that is not 0', 'exit code 0')]
  const missing = wanted.find((pattern) => !matches(output, pattern))
  return missing === undefined ? [] : [failure('policy', `the output says ${missing}`, lastLines(output))]
}

export function notStarted({ exitCode, output }: FailedStart): Objection {
  const actual = exitCode === undefined ? 'it was not ready in time' : `it ended with exit code ${exitCode}`
  return failure('refused-valid', 'the target starts', `${actual}; ${lastLines(output)}`)
}

export function lastLines(output: string): string {
  return output.trim() === '' ? 'it says nothing' : `it says: ${output.trim().split('\n').slice(-3).join(' | ')}`
}
