import { setTimeout as sleep } from 'node:timers/promises'

import { afterAll, expect, test } from 'vitest'

import { patchDate, withMachineTime, withTime } from './own-time.ts'

const machineDate = Date
patchDate()
afterAll(() => {
  globalThis.Date = machineDate
})

const hour = 3600

test('what runs with a time of its own reads that, in every way, also after it waited', async () => {
  const time = { seconds: hour }
  const before = machineDate.now()
  const read = await withTime(time, async () => {
    await sleep(1)
    return [Date.now(), new Date().getTime(), +new Date()]
  })
  for (const ms of read) expect(ms - before).toBeGreaterThanOrEqual(hour * 1000)
  time.seconds = 2 * hour
  expect(withTime(time, () => Date.now()) - before).toBeGreaterThanOrEqual(2 * hour * 1000)
})

test('everything else reads the machine’s', () => {
  expect(Math.abs(Date.now() - machineDate.now())).toBeLessThan(1000)
  const inside = withTime({ seconds: hour }, () => withMachineTime(() => new Date().getTime()))
  expect(Math.abs(inside - machineDate.now())).toBeLessThan(1000)
})

test('dates that are given stay what they are', () => {
  withTime({ seconds: hour }, () => {
    expect(new Date(0).toISOString()).toBe('1970-01-01T00:00:00.000Z')
    expect(Date.parse('1970-01-01T00:00:01Z')).toBe(1000)
    expect(new Date() instanceof Date).toBe(true)
  })
})
