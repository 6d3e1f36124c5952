import type { CaseResult } from '../verdict.ts'

/** What one run said, in order. */
export type VerdictList = readonly Pick<CaseResult, 'id' | 'verdict'>[]

/** A case on which runs do not agree. */
export interface Difference {
  readonly id: string
  /** By verdict, the numbers of the runs that gave it, from 1. `absent`: the run did not try the case. */
  readonly runs: ReadonlyMap<string, readonly number[]>
}

/** The cases on which these runs do not agree, in the order in which they first occur. */
export function differencesOf(lists: readonly VerdictList[]): readonly Difference[] {
  const byRun = lists.map((list) => new Map(list.map(({ id, verdict }) => [id, verdict])))
  const ids = new Set(lists.flatMap((list) => list.map(({ id }) => id)))
  return [...ids].flatMap((id) => {
    const runs = Map.groupBy(
      byRun.map((_, index) => index + 1),
      (run) => byRun[run - 1]?.get(id) ?? 'absent',
    )
    return runs.size === 1 ? [] : [{ id, runs }]
  })
}

/** `web-app.sign-in.state-replaced  pass ×19, error ×1 (run 7)`: of all but the commonest verdict, which runs. */
export function printDifference({ id, runs }: Difference): string {
  const [commonest, ...others] = [...runs].toSorted(([, a], [, b]) => b.length - a.length)
  const parts = [
    ...(commonest === undefined ? [] : [`${commonest[0]} ×${commonest[1].length}`]),
    ...others.map(([verdict, in_]) => `${verdict} ×${in_.length} (run ${in_.join(', ')})`),
  ]
  return `${id}  ${parts.join(', ')}`
}

/** `fail  web-app.sign-in.code-once: 504 from http://localhost:41234/callback`; nothing for a case that did not fail. */
export function printBroken({ id, verdict, finding, problem }: CaseResult): readonly string[] {
  if (verdict !== 'fail' && verdict !== 'error' && verdict !== 'unexpected-pass') return []
  const [why = ''] = (finding?.actual ?? problem?.message ?? '').split('\n')
  return [`${verdict}  ${id}: ${why}`]
}
