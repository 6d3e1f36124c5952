import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { keyNames } from '../../fixtures/cloud.ts'
import { createKeySource, exportKeys } from '../key-source.ts'
import type { Implementation } from './defects.ts'
import type { Row } from './rules.ts'
import { answerSchema, type WorkerAnswer, type WorkerStart } from './protocol.ts'

/** Worlds of one worker are numbered this far from those of the next. */
const worldsPerWorker = 100_000_000

/**
 * Judges each implementation by the whole catalogue, in as many worker threads as there are cores.
 * @param onRow called as each is done
 */
export async function runMatrix(
  implementations: readonly Implementation[],
  onRow: (row: Row) => void = () => {},
): Promise<readonly Row[]> {
  const keys = await exportKeys(createKeySource(), Object.values(keyNames))
  const byName = new Map(implementations.map((each) => [each.name, each]))
  const rows = new Map<string, Row>()
  const workers = Math.min(availableParallelism(), implementations.length)
  const take = ({ name, judgements }: WorkerAnswer): void => {
    const { foundBy = [], mustFail = false } = byName.get(name) ?? {}
    const row = { name, foundBy, mustFail, judgements }
    rows.set(name, row)
    onRow(row)
  }
  const starts = Array.from({ length: workers }, (_, worker): WorkerStart => ({
    keys,
    firstWorld: 1 + worker * worldsPerWorker,
    implementations: implementations.filter((__, index) => index % workers === worker).map(toOrder),
  }))
  await Promise.all(starts.map((start) => runWorker(start, take)))
  return implementations.flatMap(({ name }) => rows.get(name) ?? [])
}

function toOrder({ name, file, profile }: Implementation): WorkerStart['implementations'][number] {
  return { name, file, profile }
}

function runWorker(start: WorkerStart, onAnswer: (answer: WorkerAnswer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    // The stack of a main thread, where an API would run; a worker's is four times as deep.
    const resourceLimits = { stackSizeMb: 1 }
    const worker = new Worker(new URL('worker.ts', import.meta.url), { workerData: start, resourceLimits })
    worker.on('message', (message: unknown) => onAnswer(answerSchema.parse(message)))
    worker.on('error', reject)
    worker.on('exit', () => resolve())
  })
}
