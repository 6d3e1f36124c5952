import { randomInt } from 'node:crypto'
import { createServer, type Server } from 'node:net'

import { InternalError } from '../errors.ts'

/**
 * Below the ports that systems hand out to outgoing connections (from 32768 on Linux, 49152 elsewhere), so that no
 * connection of ours can take a port between its choice and the target's start.
 */
const range = { from: 20_000, to: 32_000 } as const

let next = randomInt(range.from, range.to)

/** A reservation is held for so many later ones; no process starts as many targets at once. */
const heldAtOnce = 200
const held: Server[] = []

/**
 * Runs side by side on one machine would now and then choose the same port before either target listens, and one of them
 * would then judge the other's target. A socket in Linux's abstract namespace says that a port is taken, and is gone
 * with its process. Elsewhere nothing is reserved.
 */
function reserve(port: number): Promise<boolean> {
  if (process.platform !== 'linux') return Promise.resolve(true)
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(`\0entra-conformance port ${port}`, () => {
      server.unref()
      held.push(server)
      if (held.length > heldAtOnce) held.shift()?.close()
      resolve(true)
    })
  })
}

/**
 * A port on 127.0.0.1 that nothing listens on and that no other run has chosen, never the same one twice in a row.
 * @throws {InternalError} `NO_FREE_PORT`
 */
export async function findFreePort(): Promise<number> {
  for (let tried = range.from; tried < range.to; tried += 1) {
    const port = next
    next = next + 1 < range.to ? next + 1 : range.from
    if ((await reserve(port)) && (await isFree(port))) return port
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
