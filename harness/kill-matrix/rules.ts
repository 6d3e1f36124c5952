import { z } from 'zod'
import type { Case } from '../case.ts'
import { type Reason, reasons, verdictNames } from '../verdict.ts'

/** What one case said about one implementation. Crosses from a worker to the main thread. */
export const judgementSchema = z.object({
  id: z.string(),
  verdict: z.enum(verdictNames),
  reason: z.enum(reasons).optional(),
  actual: z.string().optional(),
  /** Why it could not be judged. */
  problem: z.string().optional(),
})
export type Judgement = z.output<typeof judgementSchema>

/** All that was said about one implementation. */
export interface Row {
  readonly name: string
  /** Empty for a correct one. */
  readonly foundBy: readonly string[]
  /** A warning by the cases it names is not enough. */
  readonly mustFail: boolean
  readonly judgements: readonly Judgement[]
}

export interface KillReport {
  /** By case: the implementations whose defect it shows. */
  readonly kills: ReadonlyMap<string, readonly string[]>
  /** Cases that nothing fails: they prove nothing. */
  readonly unkilled: readonly string[]
  /** Defective implementations that a case named for them does not find, and what it said instead. */
  readonly surviving: readonly { readonly name: string; readonly because: string }[]
  /** Findings against a correct implementation. */
  readonly falseAlarms: readonly { readonly name: string; readonly because: string }[]
}

/** An implementation that fails more of the catalogue than this fails it all alike: it shows only what it names. */
const blanketShare = 0.5

/** Reasons that say nothing about a case unless the implementation names it: a crash, a hang, a wrong challenge. */
const blanket: ReadonlySet<Reason> = new Set([
  'server-error',
  'no-answer',
  'broke-target',
  'wrong-challenge',
  'wrong-status',
])

/**
 * Holds the matrix against the rules: each case that may fail is failed by some implementation and for the right
 * reason, each defect is found by every case named for it, and a correct implementation by none.
 */
export function evaluate(catalogue: readonly Case[], rows: readonly Row[]): KillReport {
  const cases = new Map(catalogue.map((item) => [item.id, item]))
  const defective = rows.filter(({ foundBy }) => foundBy.length > 0)
  const kills = new Map(catalogue.map(({ id }): [string, string[]] => [id, []]))
  for (const row of defective) {
    const found = row.judgements.filter((judgement) => isFound(cases.get(judgement.id), judgement))
    const isBlanket = found.length > catalogue.length * blanketShare
    for (const { id, reason } of found) {
      const tells = !isBlanket && reason !== undefined && !blanket.has(reason)
      if (tells || row.foundBy.includes(id)) kills.get(id)?.push(row.name)
    }
  }
  return {
    kills,
    unkilled: [...kills].filter(([, by]) => by.length === 0).map(([id]) => id),
    surviving: defective.flatMap((row) => missesOf(row, cases)),
    falseAlarms: rows.filter(({ foundBy }) => foundBy.length === 0).flatMap(alarmsOf),
  }
}

/** A fail; or a warning where the level, or who could make the token, leaves no more. */
function isFound(item: Case | undefined, { verdict }: Judgement): boolean {
  if (item === undefined) return false
  return verdict === 'fail' || (verdict === 'warn' && (item.level !== 'MUST' || item.maker === 'issuer-only'))
}

function missesOf(
  { name, foundBy, mustFail, judgements }: Row,
  cases: ReadonlyMap<string, Case>,
): KillReport['surviving'] {
  const failed = judgements.some(({ id, verdict }) => verdict === 'fail' && foundBy.includes(id))
  const onlyWarned = mustFail && !failed ? [{ name, because: 'the cases it names only warn, or less' }] : []
  const missed = foundBy.flatMap((id) => {
    const item = cases.get(id)
    const judgement = judgements.find((each) => each.id === id)
    if (item === undefined || judgement === undefined) return [{ name, because: `there is no case ${id}` }]
    return isFound(item, judgement) ? [] : [{ name, because: `${id}: ${saidOf(judgement)}` }]
  })
  return [...missed, ...onlyWarned]
}

function alarmsOf({ name, judgements }: Row): KillReport['falseAlarms'] {
  return judgements
    .filter(({ verdict }) => verdict !== 'pass' && verdict !== 'not-applicable')
    .map((judgement) => ({ name, because: `${judgement.id}: ${saidOf(judgement)}` }))
}

function saidOf({ verdict, reason, actual, problem }: Judgement): string {
  return [verdict, reason, actual ?? problem].filter((part) => part !== undefined).join(', ')
}
