import { expect, test } from 'vitest'

import { systemClock, systemRandom } from './system.ts'

test('the clock is the machine’s, in milliseconds, and sleeping takes its time', async () => {
  const before = Date.now()
  const start = systemClock.now()
  expect(start).toBeGreaterThanOrEqual(before)
  await systemClock.sleep(20)
  // Timers may fire up to a millisecond early.
  expect(systemClock.now() - start).toBeGreaterThanOrEqual(19)
})

test('random bytes and version 4 UUIDs, another one each time', () => {
  expect(systemRandom.bytes(33)).toHaveLength(33)
  expect(systemRandom.bytes(16)).not.toEqual(systemRandom.bytes(16))
  expect(systemRandom.uuid()).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
  expect(systemRandom.uuid()).not.toBe(systemRandom.uuid())
})
