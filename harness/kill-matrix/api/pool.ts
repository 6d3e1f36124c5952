import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { keyNames } from '../../../fixtures/cloud.ts'
import { createKeySource, exportKeys } from '../../key-source.ts'
import type { Job } from '../jobs.ts'
import type { Judgement } from '../rules.ts'
import { reportSchema, type WorkerOrder, type WorkerStart } from './protocol.ts'

/** Worlds of one worker are numbered this far from those of the next. */
const worldsPerWorker = 100_000_000

/**
 * Does the jobs in order, as many at a time as there are cores and then some.
 * @param onJudged called as a job has tried its cases against an implementation
 */
export async function runApiJobs(
  jobs: readonly Job[],
  onJudged: (name: string, judgements: readonly Judgement[]) => void,
): Promise<void> {
  const keys = await exportKeys(createKeySource(), Object.values(keyNames))
  const queue = [...jobs]
  const workers = Array.from({ length: Math.min(availableParallelism(), jobs.length) }, (_, worker) =>
    runWorker({ keys, firstWorld: 1 + worker * worldsPerWorker }, queue, onJudged),
  )
  await Promise.all(workers)
}

function runWorker(
  start: WorkerStart,
  queue: Job[],
  onJudged: (name: string, judgements: readonly Judgement[]) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    // The stack of a main thread, where an API would run; a worker's is four times as deep.
    const resourceLimits = { stackSizeMb: 1 }
    const worker = new Worker(new URL('worker.ts', import.meta.url), { workerData: start, resourceLimits })
    worker.on('message', (message: unknown) => {
      const report = reportSchema.parse(message)
      if (report.kind === 'judged') return onJudged(report.name, report.judgements)
      const job = queue.shift()
      const order: WorkerOrder = { lane: report.lane, ...(job === undefined ? {} : { job }) }
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
      worker.postMessage(order)
    })
    worker.on('error', reject)
    worker.on('exit', () => resolve())
  })
}
