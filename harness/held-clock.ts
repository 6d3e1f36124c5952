import type { Clock } from './clock.ts'

/** A clock that stands still until it is moved. */
export interface HeldClock extends Clock {
  /** Moves the clock; whoever sleeps until then or earlier wakes up. */
  advance(ms: number): void
  /** How many sleepers wait now. */
  readonly sleepers: number
}

/** @param start milliseconds since the epoch */
export function createHeldClock(start: number): HeldClock {
  let now = start
  let sleeping: { readonly until: number; readonly wake: () => void }[] = []
  return {
    now: () => now,
    sleep: (ms) => new Promise((wake) => sleeping.push({ until: now + ms, wake })),
    advance(ms) {
      now += ms
      const due = sleeping.filter(({ until }) => until <= now)
      sleeping = sleeping.filter(({ until }) => until > now)
      for (const { wake } of due) wake()
    },
    get sleepers() {
      return sleeping.length
    },
  }
}
