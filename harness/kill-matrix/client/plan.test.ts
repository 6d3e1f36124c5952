import { expect, test } from 'vitest'
import { expand } from './plan.ts'

test('globs stand for the cases they match, each once; what matches none stays', () => {
  const ids = ['a.x.1', 'a.x.2', 'a.y.1', 'a.y.2']
  expect(expand(['a.x.2', 'a.*.2', 'b.*'], ids)).toEqual(['a.x.2', 'a.y.2', 'b.*'])
})
