import { describe, expect, it } from 'vitest'

import { type VerdictName, verdictNames } from '../verdict.ts'
import { errored, failed, sampleCase, sampleProblem, sampleResults } from './sample-results.ts'
import { problemsOf, summarise, tally } from './summarise.ts'

const exitCode = (verdicts: readonly VerdictName[], options: Parameters<typeof sampleResults>[1] = {}): number =>
  sampleResults(
    verdicts.map((verdict) => sampleCase({ verdict })),
    options,
  ).exitCode

describe('summarise', () => {
  it('counts each verdict under its own name', () => {
    const cases = verdictNames.flatMap((verdict, index) =>
      Array.from({ length: index + 1 }, () => sampleCase({ verdict })),
    )
    expect(summarise(cases)).toEqual({
      pass: 1,
      fail: 2,
      warn: 3,
      notApplicable: 4,
      knownFail: 5,
      unexpectedPass: 6,
      error: 7,
    })
  })
})

describe('exit code', () => {
  it.each<[readonly VerdictName[], number]>([
    [['pass'], 0],
    [['pass', 'warn', 'known-fail', 'not-applicable'], 0],
    [['known-fail'], 0],
    [['pass', 'fail'], 1],
    [['pass', 'unexpected-pass'], 1],
    [['pass', 'fail', 'error'], 2],
    [['pass', 'error'], 2],
    [[], 2],
    [['not-applicable'], 2],
  ])('of %j is %i', (verdicts, code) => {
    expect(exitCode(verdicts)).toBe(code)
  })

  it('counts a warning as a finding under --strict only', () => {
    expect(exitCode(['pass', 'warn'])).toBe(0)
    expect(exitCode(['pass', 'warn'], { strict: true })).toBe(1)
  })

  it('is 2 for a problem of the run, whatever the cases say', () => {
    expect(exitCode(['pass', 'fail'], { problems: [sampleProblem] })).toBe(2)
  })
})

describe('problems', () => {
  it('are given once, with the cases they kept from being judged', () => {
    const other = { ...sampleProblem, message: 'The target ended with signal SIGSEGV.' }
    const cases = [
      errored({ id: 'a' }),
      failed({ id: 'b' }),
      errored({ id: 'c' }),
      errored({ id: 'd', problem: other }),
    ]
    expect(problemsOf(cases)).toEqual([
      { problem: sampleProblem, cases: ['a', 'c'] },
      { problem: other, cases: ['d'] },
    ])
    expect(sampleResults(cases).problems).toEqual([sampleProblem, other])
  })

  it('of the run come first and take in the cases with the same problem', () => {
    const ofRun = { ...sampleProblem, code: 'INTERRUPTED' }
    expect(problemsOf([errored({ id: 'a' })], [ofRun, sampleProblem])).toEqual([
      { problem: ofRun, cases: [] },
      { problem: sampleProblem, cases: ['a'] },
    ])
  })
})

describe('tally', () => {
  it('puts every case in exactly one of the three numbers', () => {
    const summary = summarise(verdictNames.map((verdict) => sampleCase({ verdict })))
    expect(tally(summary, false)).toEqual({ passed: 2, failed: 3, skipped: 2 })
    expect(tally(summary, true)).toEqual({ passed: 1, failed: 4, skipped: 2 })
  })
})
