import { expect, test } from 'vitest'

import { createHeldClock } from '../held-clock.ts'
import { createMovableClock } from './movable-clock.ts'

test('it runs with the clock below and can be moved both ways', () => {
  const base = createHeldClock(1000)
  const clock = createMovableClock(base)
  clock.offsetMs = 25 * 3_600_000
  base.advance(5)
  expect(clock.now()).toBe(90_001_005)
  clock.offsetMs = -5
  expect(clock.now()).toBe(1000)
})

test('who sleeps wakes when time has passed, by itself or by a move, and not before', async () => {
  const base = createHeldClock(0)
  const clock = createMovableClock(base)
  let awake = 0
  const sleep = async (ms: number): Promise<void> => {
    await clock.sleep(ms)
    awake += 1
  }
  const [short, long] = [sleep(10), sleep(1000)]
  base.advance(10)
  await short
  expect(awake).toBe(1)
  clock.offsetMs = 500
  await new Promise(setImmediate)
  expect(awake).toBe(1)
  clock.offsetMs = 990
  await long
  expect(awake).toBe(2)
})

test('a clock that was set back makes sleepers wait longer', async () => {
  const base = createHeldClock(0)
  const clock = createMovableClock(base)
  let awake = false
  const sleeping = clock.sleep(10).then(() => (awake = true))
  clock.offsetMs = -100
  base.advance(10)
  await new Promise(setImmediate)
  expect(awake).toBe(false)
  base.advance(100)
  await sleeping
  expect(awake).toBe(true)
})
