import { matches, type Objection } from '../judge.ts'
import type { FailedStart } from './launch.ts'

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
