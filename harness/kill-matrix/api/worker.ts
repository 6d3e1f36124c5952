import { parentPort, workerData } from 'node:worker_threads'
import { catalogue } from '../../../suites/catalogue.ts'
import { InternalError } from '../../errors.ts'
import { createKeySource } from '../../key-source.ts'
import type { Job } from '../jobs.ts'
import { isKill } from '../rules.ts'
import { type Arena, openArena } from './arena.ts'
import { loadFactory } from './defects.ts'
import { orderSchema, startSchema, type WorkerReport } from './protocol.ts'

/** So many jobs are done side by side: slow implementations wait most of their time. */
const lanesPerWorker = 4
/** Arenas are numbered this far apart; each world in them takes one number. */
const worldsPerArena = 100_000

/** One thread of the kill matrix: asks for jobs, a few at a time, until there is none. */

// Each refusal is an error, and nobody reads where it was thrown.
Error.stackTraceLimit = 4

if (parentPort === null) throw new InternalError('NO_PARENT', 'This module is a worker.', 'Start it as one.')
const port = parentPort
const start = startSchema.parse(workerData)
const keys = createKeySource(start.keys)
const byId = new Map(catalogue.map((item) => [item.id, item]))
const waiting = new Map<number, (job: Job | undefined) => void>()
let arenaCount = 0

port.on('message', (message: unknown) => {
  const { lane, job } = orderSchema.parse(message)
  waiting.get(lane)?.(job)
})

function report(message: WorkerReport): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
  port.postMessage(message)
}

function nextJob(lane: number): Promise<Job | undefined> {
  return new Promise((resolve) => {
    waiting.set(lane, resolve)
    report({ kind: 'ready', lane })
  })
}

/** Each lane has arenas of its own. */
async function work(lane: number): Promise<void> {
  const arenas = new Map<string, Arena>()
  await using stack = new AsyncDisposableStack()
  const arenaOf = async (profile: string): Promise<Arena> => {
    const known = arenas.get(profile)
    if (known !== undefined) return known
    const firstWorld = start.firstWorld + (arenaCount += 1) * worldsPerArena
    const opened = stack.use(await openArena(profile, catalogue, keys, firstWorld))
    arenas.set(profile, opened)
    return opened
  }
  for (let job = await nextJob(lane); job !== undefined; job = await nextJob(lane)) await doJob(job, arenaOf)
}

async function doJob(job: Job, arenaOf: (profile: string) => Promise<Arena>): Promise<void> {
  const left = new Set(job.cases)
  for (const implementation of job.implementations) {
    if (left.size === 0) return
    const arena = await arenaOf(implementation.profile)
    const judgements = [...(await arena.judge(await loadFactory(implementation.file), left))]
    report({ kind: 'judged', name: implementation.name, judgements })
    for (const judgement of judgements) {
      if (isKill(byId.get(judgement.id), implementation, judgement)) left.delete(judgement.id)
    }
  }
}

await Promise.all(Array.from({ length: lanesPerWorker }, (_, lane) => work(lane)))
port.close()
