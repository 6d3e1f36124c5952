/**
 * A stand-in for the harness: starts a target that has a grandchild, prints the three process ids as JSON, and then
 * goes the way its first argument says: `waits`, `exits`, `throws`, or `terminates` the worker thread it used.
 * `releases` starts two targets more, disposes the one in the middle, and exits.
 */
import { fileURLToPath } from 'node:url'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'

import { z } from 'zod'

import type { RunningTarget } from '../contract.ts'
import { findFreePort, startProcessTarget } from '../process-target.ts'

const mode = process.argv[2]

async function startTarget(): Promise<readonly number[]> {
  return [process.pid, ...(await pidsOf(await startOne()))]
}

async function startOne(): Promise<RunningTarget> {
  return startProcessTarget({
    name: 'the API',
    command: [process.execPath, fileURLToPath(new URL('server.ts', import.meta.url))],
    cwd: process.cwd(),
    env: { MODE: 'grandchild' },
    port: await findFreePort(),
    readyPath: '/grandchild',
    timeoutMs: 20_000,
    redact: [],
  })
}

async function pidsOf(target: RunningTarget): Promise<readonly number[]> {
  const answer = await target.send({ method: 'GET', path: '/grandchild', headers: [] }, { timeoutMs: 5000 })
  const body = answer.kind === 'response' ? answer.response.body : answer.kind
  const { pid, grandchild } = z.object({ pid: z.int(), grandchild: z.int() }).parse(JSON.parse(body))
  return [pid, grandchild]
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
} else if (mode === 'releases') {
  const [first, second, third] = [await startOne(), await startOne(), await startOne()]
  await second[Symbol.asyncDispose]()
  show([process.pid, ...(await pidsOf(first)), ...(await pidsOf(third))])
  process.exit()
} else {
  show(await startTarget())
  if (mode === 'exits') process.exit()
  if (mode === 'throws') throw new Error('broken on purpose')
}
