import type { Case } from '../case.ts'
import type { Objection } from '../judge.ts'
import type { CaseResult, Finding, VerdictName } from '../verdict.ts'
import type { Evidence, Outcome } from './outcome.ts'

type Weighed = Pick<Case, 'level' | 'maker' | 'gains'>

/**
 * From what a case showed to its verdict. A SHOULD, and an issuer-only token that was accepted, only warn; a 5xx, a
 * hang or a leak fails whatever the level. A denial in the wrong words is of low severity, whatever the attack was.
 */
export function verdictOf(
  item: Weighed,
  outcome: Outcome,
  knownReason: string | undefined,
  fix: Finding['fix'],
): Pick<CaseResult, 'verdict' | 'finding' | 'problem' | 'reason'> & Partial<Pick<CaseResult, 'severity'>> {
  if (outcome.kind === 'inconclusive') return { verdict: 'error', problem: outcome.problem }
  const weighed = outcome.objections.map((objection) => ({ ...objection, weight: weigh(item, objection) }))
  const worst = weighed.find(({ weight }) => weight === 'fail') ?? weighed[0]
  const verdict: VerdictName = worst?.weight ?? 'pass'
  if (worst === undefined) {
    return knownReason === undefined ? { verdict } : { verdict: 'unexpected-pass', reason: knownReason }
  }
  const finding = toFinding(item, worst, outcome.evidence, fix)
  const severity = inWrongWords.has(worst.reason) ? { severity: 'low' as const } : {}
  if (knownReason !== undefined) return { verdict: 'known-fail', reason: knownReason, finding, ...severity }
  return { verdict, finding, ...severity }
}

const graveWhateverTheLevel = new Set<Objection['reason']>([
  'server-error',
  'no-answer',
  'leak',
  'broke-target',
  'echoed',
])

/** The attack was denied; only the answer's wording is not the standard's. */
const inWrongWords = new Set<Objection['reason']>(['wrong-challenge', 'wrong-status'])
const wrongWordsGain =
  'Nothing; but a client cannot tell from the answer whether to sign in again or to ask for another permission.'

function weigh(item: Weighed, objection: Objection): 'fail' | 'warn' {
  if (objection.weight === 'warn') return 'warn'
  if (graveWhateverTheLevel.has(objection.reason)) return 'fail'
  if (item.level !== 'MUST') return 'warn'
  return item.maker === 'issuer-only' && objection.reason === 'accepted' ? 'warn' : 'fail'
}

function toFinding(item: Weighed, objection: Objection, evidence: Evidence, fix: Finding['fix']): Finding {
  const { reason, expected, actual } = objection
  return {
    reason,
    expected,
    actual,
    gains: inWrongWords.has(reason) ? wrongWordsGain : item.gains,
    fix,
    difference: [...evidence.difference],
    exchanges: [...evidence.exchanges],
    ...(evidence.token === undefined ? {} : { token: evidence.token }),
    ...(evidence.controlToken === undefined ? {} : { controlToken: evidence.controlToken }),
  }
}
