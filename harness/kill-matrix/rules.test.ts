import { describe, expect, test } from 'vitest'
import type { Reason, VerdictName } from '../verdict.ts'
import type { Rated } from './implementation.ts'
import { evaluate, type Judgement, type Row } from './rules.ts'

function exampleCase(id: string, more: Partial<Rated> = {}): Rated {
  return { id, level: 'MUST', maker: 'anyone', ...more }
}

function said(id: string, verdict: VerdictName, reason?: Reason): Judgement {
  return { id, verdict, ...(reason === undefined ? {} : { reason }) }
}

function row(name: string, foundBy: readonly string[], ...judgements: readonly Judgement[]): Row {
  return { name, foundBy, outcome: 'findings', alike: false, judgements }
}

function base(...judgements: readonly Judgement[]): Row {
  return { ...row('base', [], ...judgements), outcome: 'conformant' }
}

const catalogue = ['api.a', 'api.b', 'api.c', 'api.d'].map((id) => exampleCase(id))
const passes = (...ids: readonly string[]): readonly Judgement[] => ids.map((id) => said(id, 'pass'))

describe('a case', () => {
  test('is killed by whatever is accepted, named or not', () => {
    const rows = [row('x', ['api.a'], said('api.a', 'fail', 'accepted'), said('api.b', 'fail', 'accepted'))]
    const { kills, unkilled } = evaluate(catalogue, rows)
    expect(kills.get('api.b')).toEqual(['x'])
    expect(unkilled).toEqual(['api.c', 'api.d'])
  })

  test('is not killed by a crash that nobody named it for', () => {
    const rows = [row('x', ['api.a'], said('api.a', 'fail', 'server-error'), said('api.b', 'fail', 'server-error'))]
    expect(evaluate(catalogue, rows).unkilled).toEqual(['api.b', 'api.c', 'api.d'])
  })

  test('is not killed by what fails everything alike, unless it is named', () => {
    const alike = { ...row('x', ['api.a'], ...catalogue.map(({ id }) => said(id, 'fail', 'accepted'))), alike: true }
    expect(evaluate(catalogue, [alike]).unkilled).toEqual(['api.b', 'api.c', 'api.d'])
  })

  test('that must hold is not killed by a warning, but for a token that only the issuer could make', () => {
    const mixed = [
      exampleCase('api.a'),
      exampleCase('api.b', { maker: 'issuer-only' }),
      exampleCase('api.c'),
      exampleCase('api.d'),
    ]
    const rows = [row('x', ['api.b'], said('api.a', 'warn', 'wrong-challenge'), said('api.b', 'warn', 'accepted'))]
    expect(evaluate(mixed, rows).unkilled).toEqual(['api.a', 'api.c', 'api.d'])
  })
})

describe('a defect', () => {
  test('survives when a case named for it passes, is inconclusive, or does not exist', () => {
    const rows = [
      row('passed', ['api.a'], ...passes('api.a', 'api.b')),
      row('inconclusive', ['api.b'], { ...said('api.b', 'error'), problem: 'CONTROL_REFUSED: no' }),
      row('misnamed', ['api.z'], ...passes('api.a')),
      row('found', ['api.a'], said('api.a', 'fail', 'accepted')),
    ]
    expect(evaluate(catalogue, rows).surviving).toEqual([
      { name: 'passed', because: 'api.a: pass' },
      { name: 'inconclusive', because: 'api.b: error, CONTROL_REFUSED: no' },
      { name: 'misnamed', because: 'there is no case api.z' },
    ])
  })
})

describe('a defect comes to what its folder says:', () => {
  const item = exampleCase('api.a', { maker: 'issuer-only' })
  const surviving = (outcome: Row['outcome'], ...judgements: readonly Judgement[]): readonly string[] =>
    evaluate([item], [{ ...row('x', ['api.a'], ...judgements), outcome }]).surviving.map(({ because }) => because)
  const warned = said('api.a', 'warn', 'accepted')
  const failed = said('api.a', 'fail', 'accepted')
  const unjudged = said('api.b', 'error')

  test('findings are more than a warning, and all else is judged', () => {
    expect(surviving('findings', failed)).toEqual([])
    expect(surviving('findings', warned)).toEqual(['the cases it names only warn, or less'])
    expect(surviving('findings', failed, unjudged)).toEqual(['api.b: error'])
  })

  test('warnings are no more than that', () => {
    expect(surviving('warnings', warned)).toEqual([])
    expect(surviving('warnings', failed)).toEqual(['api.a: fail, though only warnings are expected'])
  })

  test('what is inconclusive has its finding all the same', () => {
    expect(surviving('inconclusive', failed, unjudged)).toEqual([])
    expect(surviving('inconclusive', warned, unjudged)).toEqual(['the cases it names only warn, or less'])
  })
})

describe('a correct implementation', () => {
  test('is accused by any finding, and by a case that could not be judged', () => {
    const rows = [base(said('api.a', 'warn', 'wrong-status'), said('api.b', 'error'), ...passes('api.c'))]
    expect(evaluate(catalogue, rows).falseAlarms.map(({ because }) => because)).toEqual([
      'api.a: warn, wrong-status',
      'api.b: error',
    ])
  })

  test('is not accused where a case does not concern it', () => {
    const rows = [base(said('api.a', 'not-applicable'), ...passes('api.b'))]
    expect(evaluate(catalogue, rows).falseAlarms).toEqual([])
  })
})
