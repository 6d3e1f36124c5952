import type { CaseResult, Results, Summary, VerdictName } from '../verdict.ts'

/** A problem as the results hold it. */
export type Problem = Results['problems'][number]

/** `Summary`'s member for each verdict. */
const memberOf: Readonly<Record<VerdictName, keyof Summary>> = {
  pass: 'pass',
  fail: 'fail',
  warn: 'warn',
  'not-applicable': 'notApplicable',
  'known-fail': 'knownFail',
  'unexpected-pass': 'unexpectedPass',
  error: 'error',
}

/** How many cases got each verdict. */
export function summarise(cases: readonly CaseResult[]): Summary {
  const summary = { pass: 0, fail: 0, warn: 0, notApplicable: 0, knownFail: 0, unexpectedPass: 0, error: 0 }
  for (const { verdict } of cases) summary[memberOf[verdict]] += 1
  return summary
}

/**
 * - 2: something could not be judged: a problem of the run, a verdict `error`, or no case was tried at all (none
 *   selected, or none applicable)
 * - 1: a finding: a fail or an unexpected pass; with `strict` also a warning
 * - 0: conformant
 */
function exitCodeOf(summary: Summary, options: { strict: boolean; problems: readonly Problem[] }): 0 | 1 | 2 {
  const { pass, fail, warn, knownFail, unexpectedPass, error } = summary
  const tried = pass + fail + warn + knownFail + unexpectedPass
  if (options.problems.length > 0 || error > 0 || tried === 0) return 2
  return fail + unexpectedPass + (options.strict ? warn : 0) > 0 ? 1 : 0
}

/** Two problems with the same code, fault and message are one. */
const problemKey = ({ code, fault, message }: Problem): string => JSON.stringify([code, fault, message])

/** A problem and the cases that could not be judged for it. */
export interface BlockedCases {
  readonly problem: Problem
  /** Ids in order; empty for a problem of the run as a whole. */
  readonly cases: readonly string[]
}

/** Every distinct problem once, those of the run first, each with the cases it kept from being judged. */
export function problemsOf(cases: readonly CaseResult[], ofTheRun: readonly Problem[] = []): readonly BlockedCases[] {
  const found = new Map<string, { problem: Problem; cases: string[] }>()
  const at = (problem: Problem): { problem: Problem; cases: string[] } => {
    const key = problemKey(problem)
    const entry = found.get(key) ?? { problem, cases: [] }
    found.set(key, entry)
    return entry
  }
  for (const problem of ofTheRun) at(problem)
  for (const { id, problem } of cases) {
    if (problem !== undefined) at(problem).cases.push(id)
  }
  return [...found.values()]
}

/** A run as three numbers, the common denominator of test tools. */
export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/** Warnings count as passed (failed under `strict`), known failures and what does not concern the target as skipped. */
export function tally(summary: Summary, strict: boolean): Tally {
  const { pass, fail, warn, notApplicable, knownFail, unexpectedPass, error } = summary
  return {
    passed: pass + (strict ? 0 : warn),
    failed: fail + unexpectedPass + error + (strict ? warn : 0),
    skipped: notApplicable + knownFail,
  }
}

/** What is known of a run besides its cases. */
export interface RunFacts {
  readonly toolVersion: string
  readonly target: Results['target']
  readonly browser?: NonNullable<Results['browser']>
  readonly strict: boolean
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number
  readonly durationMs: number
  /** Problems that belong to no single case: the target did not start, the run was interrupted. */
  readonly problems: readonly Problem[]
}

/** The whole of a run, as `results.json` says it. */
export function assembleResults(cases: readonly CaseResult[], run: RunFacts): Results {
  const summary = summarise(cases)
  const problems = problemsOf(cases, run.problems).map(({ problem }) => problem)
  return {
    schemaVersion: 1,
    tool: { name: 'entra-conformance', version: run.toolVersion },
    target: run.target,
    ...(run.browser === undefined ? {} : { browser: run.browser }),
    startedAt: new Date(run.startedAt).toISOString(),
    durationMs: run.durationMs,
    strict: run.strict,
    exitCode: exitCodeOf(summary, { strict: run.strict, problems }),
    summary,
    problems,
    cases: [...cases],
  }
}

/** Whether the case counts against the target. */
export function isFinding(result: CaseResult, strict: boolean): boolean {
  return result.verdict === 'fail' || (strict && result.verdict === 'warn')
}
