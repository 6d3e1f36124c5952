import type { Clock } from '../clock.ts'

/** A clock that runs as another one does, some time ahead of it or behind. */
export interface MovableClock extends Clock {
  /** Milliseconds ahead of the clock below; negative when behind. Setting it wakes whoever slept until then. */
  offsetMs: number
}

/** @param base what it runs with, for example the machine's clock */
export function createMovableClock(base: Clock): MovableClock {
  let offset = 0
  let moved = Promise.withResolvers<void>()
  return {
    now: () => base.now() + offset,
    async sleep(ms) {
      const until = base.now() + offset + ms
      for (let left = ms; left > 0; left = until - base.now() - offset) {
        await Promise.race([base.sleep(left), moved.promise])
      }
    },
    get offsetMs() {
      return offset
    },
    set offsetMs(value) {
      offset = value
      moved.resolve()
      moved = Promise.withResolvers()
    },
  }
}
