import { parentPort, workerData } from 'node:worker_threads'
import { catalogue } from '../../suites/catalogue.ts'
import { createKeySource } from '../key-source.ts'
import { type Arena, openArena } from './arena.ts'
import { loadFactory } from './defects.ts'
import { startSchema, type WorkerAnswer } from './protocol.ts'

/** So many implementations are judged side by side: slow ones wait most of their time. */
const lanesPerWorker = 4
/** Arenas are numbered this far apart; each world in them takes one number. */
const worldsPerArena = 100_000

/** One thread of the kill matrix: posts a `WorkerAnswer` for each implementation of its `WorkerStart`, and ends. */

// Each refusal is an error, and nobody reads where it was thrown.
Error.stackTraceLimit = 4

const start = startSchema.parse(workerData)
const keys = createKeySource(start.keys)
const queue = [...start.implementations]
let arenaCount = 0

/** Takes implementations off the queue until none is left. Each lane has arenas of its own. */
async function lane(): Promise<void> {
  const arenas = new Map<string, Arena>()
  await using stack = new AsyncDisposableStack()
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const firstWorld = start.firstWorld + (arenaCount += 1) * worldsPerArena
    const arena = arenas.get(next.profile) ?? stack.use(await openArena(next.profile, catalogue, keys, firstWorld))
    arenas.set(next.profile, arena)
    const judgements = [...(await arena.judge(await loadFactory(next.file)))]
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
    parentPort?.postMessage({ name: next.name, judgements } satisfies WorkerAnswer)
  }
}

await Promise.all(Array.from({ length: lanesPerWorker }, lane))
