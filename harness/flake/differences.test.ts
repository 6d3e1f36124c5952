import { expect, test } from 'vitest'
import type { CaseResult, VerdictName } from '../verdict.ts'
import { differencesOf, printBroken, printDifference, type VerdictList } from './differences.ts'

function list(verdicts: Readonly<Record<string, VerdictName>>): VerdictList {
  return Object.entries(verdicts).map(([id, verdict]) => ({ id, verdict }))
}

test('runs that agree differ in nothing', () => {
  const run = list({ 'api.a': 'pass', 'api.b': 'not-applicable' })
  expect(differencesOf([run, run, run])).toEqual([])
})

test('a case is named with each verdict and the runs that gave it', () => {
  const usual = list({ 'api.a': 'pass', 'api.b': 'pass' })
  const lists = [usual, list({ 'api.a': 'pass', 'api.b': 'error' }), usual, list({ 'api.a': 'pass', 'api.b': 'fail' })]
  expect(differencesOf(lists).map(printDifference)).toEqual(['api.b  pass ×2, error ×1 (run 2), fail ×1 (run 4)'])
})

test('a case that a run did not try is a difference', () => {
  const lists = [list({ 'api.a': 'pass' }), list({ 'api.a': 'pass', 'api.b': 'pass' }), list({ 'api.a': 'pass' })]
  expect(differencesOf(lists).map(printDifference)).toEqual(['api.b  absent ×2, pass ×1 (run 2)'])
})

test('what failed in a run is said with it, a line each', () => {
  const facts: CaseResult = {
    id: 'api.a',
    title: 'A case',
    group: 'api.a',
    level: 'MUST',
    severity: 'high',
    maker: 'anyone',
    requirement: { text: 'It MUST.', source: 'here', url: 'https://example.com' },
    tags: [],
    durationMs: 1,
    verdict: 'pass',
  }
  const problem = { fault: 'target', code: 'NOT_READY', message: 'It is not ready.\nIts output', fix: '' } as const
  const cases: readonly CaseResult[] = [facts, { ...facts, verdict: 'error', problem }]
  expect(cases.flatMap(printBroken)).toEqual(['error  api.a: It is not ready.'])
})
