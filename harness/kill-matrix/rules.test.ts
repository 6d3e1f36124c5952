import { describe, expect, test } from 'vitest'
import type { Case } from '../case.ts'
import type { Reason, VerdictName } from '../verdict.ts'
import { evaluate, type Judgement, type Row } from './rules.ts'

function exampleCase(id: string, more: Partial<Pick<Case, 'level' | 'maker'>> = {}): Case {
  return {
    kind: 'exchange',
    id,
    title: 'An example',
    requirement: { text: 'It MUST.', source: 'RFC 0', url: 'https://www.rfc-editor.org/' },
    level: 'MUST',
    severity: 'high',
    maker: 'anyone',
    needs: [],
    gains: 'Nothing.',
    expect: { outcome: 'denied', as: ['invalid_token'] },
    ...more,
  }
}

function said(id: string, verdict: VerdictName, reason?: Reason): Judgement {
  return { id, verdict, ...(reason === undefined ? {} : { reason }) }
}

function row(name: string, foundBy: readonly string[], ...judgements: readonly Judgement[]): Row {
  return { name, foundBy, mustFail: false, judgements }
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
    const alike = catalogue.map(({ id }) => said(id, 'fail', 'accepted'))
    expect(evaluate(catalogue, [row('x', ['api.a'], ...alike)]).unkilled).toEqual(['api.b', 'api.c', 'api.d'])
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

test('a defect that must fail survives a warning', () => {
  const item = exampleCase('api.a', { maker: 'issuer-only' })
  const warned = row('x', ['api.a'], said('api.a', 'warn', 'accepted'))
  expect(evaluate([item], [warned]).surviving).toEqual([])
  expect(evaluate([item], [{ ...warned, mustFail: true }]).surviving).toEqual([
    { name: 'x', because: 'the cases it names only warn, or less' },
  ])
})

describe('a correct implementation', () => {
  test('is accused by any finding, and by a case that could not be judged', () => {
    const rows = [row('base', [], said('api.a', 'warn', 'wrong-status'), said('api.b', 'error'), ...passes('api.c'))]
    expect(evaluate(catalogue, rows).falseAlarms.map(({ because }) => because)).toEqual([
      'api.a: warn, wrong-status',
      'api.b: error',
    ])
  })

  test('is not accused where a case does not concern it', () => {
    const rows = [row('base', [], said('api.a', 'not-applicable'), ...passes('api.b'))]
    expect(evaluate(catalogue, rows).falseAlarms).toEqual([])
  })
})
