import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Where Debian's package `libfaketime` and others put it. */
const usualPlaces = [
  '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1',
  '/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1',
  '/usr/lib/faketime/libfaketime.so.1',
  '/usr/local/lib/faketime/libfaketime.so.1',
]

/** The library by which a running process is told another time; undefined where it is not installed. */
export function findFakeTime(): string | undefined {
  return usualPlaces.find((path) => existsSync(path))
}

/** A wall clock of a process, which can be moved while it runs. Timers go on as they were. */
export interface FakeTime {
  /** What the process must be started with. */
  readonly environment: Readonly<Record<string, string>>
  /** @param seconds how far ahead of the machine's clock */
  set(seconds: number): Promise<void>
}

/** @param folder where its file goes; the process must be able to read it */
export async function createFakeTime(library: string, folder: string): Promise<FakeTime> {
  const file = join(folder, 'faketime')
  const set = (seconds: number): Promise<void> => writeFile(file, `${seconds < 0 ? '' : '+'}${seconds}\n`)
  await set(0)
  return {
    environment: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      DONT_FAKE_MONOTONIC: '1',
      // Else every timed wait on a monotonic clock ends at once, so that Python's threads spin for the interpreter's lock:
      // ten requests to an API on asyncio and threads took three seconds of processor time, with this a tenth of one.
      FAKETIME_FORCE_MONOTONIC_FIX: '0',
    },
    set,
  }
}
