/** Nothing of a target outlives the harness, whichever way that goes. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'

import { isRunning } from './testing/processes.ts'

const fixture = fileURLToPath(new URL('testing/harness.ts', import.meta.url))
const pidsSchema = z.array(z.int()).min(3)

/** Starts a harness in a group of its own, as a terminal does; resolves once its target and grandchild are up. */
async function startHarness(mode: string): Promise<{ harness: ChildProcess; pids: readonly number[] }> {
  const harness = spawn(process.execPath, [fixture, mode], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  const errors: string[] = []
  harness.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text))
  for await (const line of createInterface({ input: harness.stdout })) {
    return { harness, pids: pidsSchema.parse(JSON.parse(line)) }
  }
  throw new Error(`the harness did not start: ${errors.join('')}`)
}

async function expectAllGone(pids: readonly number[]): Promise<void> {
  await vi.waitUntil(() => !pids.some(isRunning), { timeout: 30_000, interval: 50 })
  expect(pids.filter(isRunning)).toEqual([])
}

describe.concurrent('a target and its grandchild are gone', () => {
  it.each(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP'] as const)('after the harness got %s', async (signal) => {
    const { harness, pids } = await startHarness('waits')
    expect(pids.map(isRunning)).toEqual([true, true, true])
    harness.kill(signal)
    await expectAllGone(pids)
  })

  it('after Ctrl-C, which goes to the whole group of the harness', async () => {
    const { harness, pids } = await startHarness('waits')
    expect(pids.map(isRunning)).toEqual([true, true, true])
    process.kill(-(harness.pid ?? 0), 'SIGINT')
    await expectAllGone(pids)
  })

  it.each([
    ['exits', 0],
    ['throws', 1],
  ] as const)('after the harness %s', async (mode, exitCode) => {
    const { harness, pids } = await startHarness(mode)
    expect(pids).toHaveLength(3)
    if (harness.exitCode === null) await once(harness, 'exit')
    expect(harness.exitCode).toBe(exitCode)
    await expectAllGone(pids)
  })

  it('after one of several was disposed before', async () => {
    const { pids } = await startHarness('releases')
    expect(pids).toHaveLength(5)
    await expectAllGone(pids)
  })

  it('after the worker thread that started it was terminated', async () => {
    const { harness, pids } = await startHarness('terminates')
    expect(pids).toHaveLength(3)
    await expectAllGone(pids)
    expect(harness.exitCode).toBe(0)
  })
})
