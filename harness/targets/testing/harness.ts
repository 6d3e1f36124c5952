/**
 * A stand-in for the harness: starts a target that has a grandchild, prints the three process ids as JSON, and then
 * goes the way its first argument says: `waits`, `exits`, `throws`, or `terminates` the worker thread it used.
 */
import { fileURLToPath } from 'node:url'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'

import { z } from 'zod'

import { findFreePort, startProcessTarget } from '../process-target.ts'

const mode = process.argv[2]

async function startTarget(): Promise<readonly number[]> {
  const target = await startProcessTarget({
    name: 'the API',
    command: [process.execPath, fileURLToPath(new URL('server.ts', import.meta.url))],
    cwd: process.cwd(),
    env: { MODE: 'grandchild' },
    port: await findFreePort(),
    readyPath: '/grandchild',
    timeoutMs: 20_000,
    redact: [],
  })
  const answer = await target.send({ method: 'GET', path: '/grandchild', headers: [] }, { timeoutMs: 5000 })
  const body = answer.kind === 'response' ? answer.response.body : answer.kind
  const { pid, grandchild } = z.object({ pid: z.int(), grandchild: z.int() }).parse(JSON.parse(body))
  return [process.pid, pid, grandchild]
}

function show(pids: readonly number[]): void {
  process.stdout.write(`${JSON.stringify(pids)}\n`)
}

if (!isMainThread) {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread's port has no origin
  parentPort?.postMessage(await startTarget())
} else if (mode === 'terminates') {
  const worker = new Worker(new URL(import.meta.url))
  worker.once('message', (pids: readonly number[]) => {
    show(pids)
    void worker.terminate()
  })
} else {
  show(await startTarget())
  if (mode === 'exits') process.exit()
  if (mode === 'throws') throw new Error('broken on purpose')
}
