import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

import { InternalError } from '../errors.ts'

/**
 * Below the ports that systems hand out to outgoing connections (from 32768 on Linux, 49152 elsewhere), so that no
 * connection of ours can take a port between its choice and the target's start.
 */
const range = { from: 20_000, to: 32_000 } as const

let next = randomInt(range.from, range.to)

/**
 * A port on 127.0.0.1 that nothing listens on, never the same one twice in a row.
 * @throws {InternalError} `NO_FREE_PORT`
 */
export async function findFreePort(): Promise<number> {
  for (let tried = range.from; tried < range.to; tried += 1) {
    const port = next
    next = next + 1 < range.to ? next + 1 : range.from
    if (await isFree(port)) return port
  }
  throw new InternalError(
    'NO_FREE_PORT',
    `No port between ${range.from} and ${range.to} is free.`,
    'End some of the listening processes.',
  )
}

/** True when 127.0.0.1 can be listened on at this port. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
