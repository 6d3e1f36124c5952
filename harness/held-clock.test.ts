import { expect, test } from 'vitest'

import { createHeldClock } from './held-clock.ts'

test('a sleeper wakes when the clock reaches its time, and not before', async () => {
  const clock = createHeldClock(1000)
  const woken: string[] = []
  const short = clock.sleep(5).then(() => woken.push('short'))
  const long = clock.sleep(10).then(() => woken.push('long'))
  clock.advance(4)
  await Promise.resolve()
  expect({ now: clock.now(), sleepers: clock.sleepers, woken }).toEqual({ now: 1004, sleepers: 2, woken: [] })
  clock.advance(1)
  await short
  expect({ sleepers: clock.sleepers, woken }).toEqual({ sleepers: 1, woken: ['short'] })
  clock.advance(60)
  await long
  expect(woken).toEqual(['short', 'long'])
})
