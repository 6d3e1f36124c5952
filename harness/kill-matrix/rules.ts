import { z } from 'zod'
import { type CaseResult, type Reason, reasons, verdictNames } from '../verdict.ts'
import type { Implementation, Rated } from './implementation.ts'

/** What one case said about one implementation. Crosses from a worker to the main thread. */
export const judgementSchema = z.object({
  id: z.string(),
  verdict: z.enum(verdictNames),
  reason: z.enum(reasons).optional(),
  actual: z.string().optional(),
  /** Why it could not be judged, or does not apply. */
  problem: z.string().optional(),
})
export type Judgement = z.output<typeof judgementSchema>

export function toJudgement({ id, verdict, reason, finding, problem }: CaseResult): Judgement {
  return {
    id,
    verdict,
    ...(finding === undefined ? {} : { reason: finding.reason, actual: finding.actual }),
    ...(problem === undefined ? {} : { problem: `${problem.code}: ${problem.message}` }),
    ...(verdict === 'not-applicable' && reason !== undefined ? { problem: reason } : {}),
  }
}

/** All that was said about one implementation. */
export interface Row extends Pick<Implementation, 'name' | 'foundBy' | 'outcome' | 'alike'> {
  readonly judgements: readonly Judgement[]
}

/** Something said about an implementation that is not as its place or its `foundBy` has it. */
export interface Complaint {
  readonly name: string
  readonly because: string
}

export interface KillReport {
  /** By case: the implementations whose defect it shows. */
  readonly kills: ReadonlyMap<string, readonly string[]>
  /** Cases that nothing fails: they prove nothing. */
  readonly unkilled: readonly string[]
  /** Defective implementations that are not found as they say. */
  readonly surviving: readonly Complaint[]
  /** Findings against a correct implementation. */
  readonly falseAlarms: readonly Complaint[]
}

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
 * reason, each defect is found by every case named for it and comes to what its folder says, and a correct
 * implementation is accused by none.
 * @param complete whether all implementations are there, so that a case that nothing fails is wrong. Default true
 */
export function evaluate(catalogue: readonly Rated[], rows: readonly Row[], complete = true): KillReport {
  const cases = new Map(catalogue.map((item) => [item.id, item]))
  const correct = rows.filter(({ outcome }) => outcome === 'conformant')
  const defective = rows.filter(({ outcome }) => outcome !== 'conformant')
  const kills = new Map(catalogue.map(({ id }): [string, string[]] => [id, []]))
  for (const row of defective) {
    for (const judgement of row.judgements) {
      if (isKill(cases.get(judgement.id), row, judgement)) kills.get(judgement.id)?.push(row.name)
    }
  }
  return {
    kills,
    unkilled: complete ? catalogue.filter(({ id }) => kills.get(id)?.length === 0).map(({ id }) => id) : [],
    surviving: defective.flatMap((row) => {
      const misses = missesOf(row, cases)
      return misses.length > 0 ? misses : surprisesOf(row)
    }),
    falseAlarms: correct.flatMap(alarmsOf),
  }
}

/** Whether what a case said shows that it can tell the defective from the correct. */
export function isKill(
  item: Rated | undefined,
  { foundBy, alike }: Pick<Implementation, 'foundBy' | 'alike'>,
  judgement: Judgement,
): boolean {
  if (!isFound(item, judgement)) return false
  const { id, reason } = judgement
  return foundBy.includes(id) || (!alike && reason !== undefined && !blanket.has(reason))
}

/** A fail; or a warning where the level, or who could make the token, leaves no more. */
function isFound(item: Rated | undefined, { verdict }: Judgement): boolean {
  if (item === undefined) return false
  return verdict === 'fail' || (verdict === 'warn' && (item.level !== 'MUST' || item.maker === 'issuer-only'))
}

function missesOf({ name, foundBy, judgements }: Row, cases: ReadonlyMap<string, Rated>): readonly Complaint[] {
  const byId = new Map(judgements.map((judgement) => [judgement.id, judgement]))
  return foundBy.flatMap((id) => {
    const item = cases.get(id)
    const judgement = byId.get(id)
    if (item === undefined || judgement === undefined) return [{ name, because: `there is no case ${id}` }]
    return isFound(item, judgement) ? [] : [{ name, because: `${id}: ${saidOf(judgement)}` }]
  })
}

/** Where a run would not come to what the implementation's folder says. */
function surprisesOf({ name, foundBy, outcome, judgements }: Row): readonly Complaint[] {
  const unjudged = judgements.filter(({ id, verdict }) => verdict === 'error' && !foundBy.includes(id))
  const failed = judgements.filter(({ verdict }) => verdict === 'fail')
  const complaints: Complaint[] = []
  if (outcome !== 'inconclusive') {
    complaints.push(...unjudged.map((judgement) => ({ name, because: `${judgement.id}: ${saidOf(judgement)}` })))
  }
  if (outcome === 'warnings') {
    complaints.push(...failed.map(({ id }) => ({ name, because: `${id}: fail, though only warnings are expected` })))
  } else if (foundBy.length > 0 && !failed.some(({ id }) => foundBy.includes(id))) {
    complaints.push({ name, because: 'the cases it names only warn, or less' })
  }
  return complaints
}

function alarmsOf({ name, judgements }: Row): readonly Complaint[] {
  return judgements
    .filter(({ verdict }) => verdict !== 'pass' && verdict !== 'not-applicable')
    .map((judgement) => ({ name, because: `${judgement.id}: ${saidOf(judgement)}` }))
}

function saidOf({ verdict, reason, actual, problem }: Judgement): string {
  return [verdict, reason, actual ?? problem].filter((part) => part !== undefined).join(', ')
}
