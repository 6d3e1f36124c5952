import { setImmediate as nextTurn } from 'node:timers/promises'

import { expect, it } from 'vitest'

import { Permits } from './permits.ts'

/** An action that runs until it is told to end. */
function held(log: string[], name: string) {
  const { promise, resolve } = Promise.withResolvers<void>()
  const action = async (): Promise<string> => {
    log.push(name)
    await promise
    return name
  }
  return { action, end: resolve }
}

it('lets so many run at once, in the order they asked, and nobody wait behind one that wants many', async () => {
  const [log, permits] = [[] as string[], new Permits(3)]
  const [a, b, many, late] = [held(log, 'a'), held(log, 'b'), held(log, 'many'), held(log, 'late')]
  const all = [
    permits.while(1, a.action),
    permits.while(1, b.action),
    permits.while(2, many.action),
    permits.while(1, late.action),
  ]
  await nextTurn()
  expect(log).toEqual(['a', 'b', 'late'])
  a.end()
  await nextTurn()
  expect(log).toEqual(['a', 'b', 'late'])
  b.end()
  await nextTurn()
  expect(log).toEqual(['a', 'b', 'late', 'many'])
  many.end()
  late.end()
  expect(await Promise.all(all)).toEqual(['a', 'b', 'many', 'late'])
})

it('lets one go before those who wait already', async () => {
  const [log, permits] = [[] as string[], new Permits(1)]
  const [a, waits, first] = [held(log, 'a'), held(log, 'waits'), held(log, 'first')]
  const all = [permits.while(1, a.action), permits.while(1, waits.action), permits.while(1, first.action, 'first')]
  for (const each of [a, first, waits]) {
    each.end()
    await nextTurn()
  }
  await Promise.all(all)
  expect(log).toEqual(['a', 'first', 'waits'])
})

it('gives its permits back when the action fails, and asks for no more than there are', async () => {
  const permits = new Permits(2)
  await expect(permits.while(9, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await permits.while(2, () => Promise.resolve('yes'))).toBe('yes')
})
