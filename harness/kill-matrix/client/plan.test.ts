import { expect, test } from 'vitest'
import { expand, withoutCases } from './plan.ts'

test('globs stand for the cases they match, each once; what matches none stays', () => {
  const ids = ['a.x.1', 'a.x.2', 'a.y.1', 'a.y.2']
  expect(expand(['a.x.2', 'a.*.2', 'b.*'], ids)).toEqual(['a.x.2', 'a.y.2', 'b.*'])
})

test('what nothing is left to try with is told apart, with what is missing', () => {
  const base = { file: '', profile: '', title: '', outcome: 'findings', alike: false } as const
  const leftOut = new Map([['a.1', 'There is no libfaketime.']])
  const { implementations, untried } = withoutCases(
    [
      { ...base, name: 'x/some', foundBy: ['a.1', 'a.2'] },
      { ...base, name: 'x/none', foundBy: ['a.1'] },
      { ...base, name: 'x', foundBy: [], outcome: 'conformant' },
    ],
    leftOut,
  )
  expect(implementations.map(({ name, foundBy }) => [name, foundBy])).toEqual([
    ['x/some', ['a.2']],
    ['x', []],
  ])
  expect(untried).toEqual([{ name: 'x/none', reason: 'There is no libfaketime.' }])
})
