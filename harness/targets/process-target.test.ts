import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'

import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { z } from 'zod'

import { listen } from '../mounts/sockets.ts'
import type { RunningTarget } from './contract.ts'
import { findFreePort, type ProcessTargetOptions, startProcessTarget } from './process-target.ts'
import { isRunning } from './testing/processes.ts'

const fixture = fileURLToPath(new URL('testing/server.ts', import.meta.url))

async function options(mode: string, changes: Partial<ProcessTargetOptions> = {}): Promise<ProcessTargetOptions> {
  return {
    name: 'the API',
    command: [process.execPath, fixture],
    cwd: process.cwd(),
    env: { MODE: mode, PATH: process.env['PATH'] ?? '' },
    port: await findFreePort(),
    readyPath: '/',
    timeoutMs: 10_000,
    redact: ['secret-of-the-target'],
    ...changes,
  }
}

const replySchema = z.object({
  pid: z.int(),
  grandchild: z.int().optional(),
  asked: z.int(),
  environment: z.record(z.string(), z.string()),
})

async function ask(target: RunningTarget, path = '/') {
  const answer = await target.send({ method: 'GET', path, headers: [] }, { timeoutMs: 5000 })
  if (answer.kind !== 'response') throw new Error(answer.kind)
  return replySchema.parse(JSON.parse(answer.response.body))
}

/** For conditions without a notification of their own. */
const poll = { timeout: 5000, interval: 10 }

/** For a message that holds a text. */
function containing(text: string): unknown {
  return expect.stringContaining(text)
}

describe('startProcessTarget', () => {
  it('starts a command that then answers, with its port in PORT', async () => {
    const given = await options('')
    await using target = await startProcessTarget(given)
    const { environment } = await ask(target)
    expect(environment['PORT']).toBe(String(given.port))
    expect(target.baseUrl).toBe(`http://127.0.0.1:${given.port}`)
    expect(target.ended()).toBeUndefined()
  })

  it('gives the process the environment it was told and no other', async () => {
    process.env['AZURE_CLIENT_SECRET'] = 'a real one'
    onTestFinished(() => void delete process.env['AZURE_CLIENT_SECRET'])
    await using target = await startProcessTarget(await options(''))
    const { environment } = await ask(target)
    expect(Object.keys(environment)).toEqual(expect.arrayContaining(['MODE', 'PATH', 'PORT']))
    expect(environment).not.toHaveProperty('AZURE_CLIENT_SECRET')
    expect(environment).not.toHaveProperty('HOME')
  })

  it('ends the process and what it has started, also what ignores SIGTERM', { timeout: 15_000 }, async () => {
    const target = await startProcessTarget(await options('grandchild'))
    const { pid, grandchild = 0 } = await ask(target)
    expect([pid, grandchild].map(isRunning)).toEqual([true, true])
    await target[Symbol.asyncDispose]()
    await expect.poll(() => [pid, grandchild].filter(isRunning), poll).toEqual([])
  })

  it('frees the port by the time it is disposed', async () => {
    const given = await options('')
    for (let round = 0; round < 3; round += 1) {
      await using target = await startProcessTarget(given)
      expect((await ask(target)).asked).toBe(2)
    }
  })

  it('waits while the ready path answers 5xx', async () => {
    await using target = await startProcessTarget(await options('late'))
    expect((await ask(target)).asked).toBe(5)
  })

  it('keeps the last output, without secrets', async () => {
    await using target = await startProcessTarget(await options(''))
    const headers = [['X-Say', 'my secret-of-the-target']] as const
    await target.send({ method: 'GET', path: '/output', headers }, { timeoutMs: 5000 })
    await expect.poll(() => target.output(), poll).toBe('said my [redacted]')
  })

  it('tells how the process ended in the middle', async () => {
    await using target = await startProcessTarget(await options(''))
    const answer = await target.send({ method: 'GET', path: '/exit', headers: [] }, { timeoutMs: 5000 })
    expect(answer.kind).toBe('reset')
    const next = await target.send({ method: 'GET', path: '/', headers: [] }, { timeoutMs: 5000 })
    expect(next.kind).toBe('refused')
    expect(target.ended()).toEqual({ code: 7, signal: null })
    expect(target.output()).toBe('about to exit')
  })

  it('runs several targets side by side', async () => {
    await using stack = new AsyncDisposableStack()
    const targets = await Promise.all([1, 2, 3].map(async () => stack.use(await startProcessTarget(await options('')))))
    const replies = await Promise.all(targets.map((target) => ask(target)))
    expect(new Set(replies.map(({ pid }) => pid)).size).toBe(3)
  })
})

describe('startProcessTarget, when it cannot', () => {
  it.each(['no-such-command', './no-such-file', fileURLToPath(import.meta.url)])(
    'names a missing command: %s',
    async (program) => {
      await expect(startProcessTarget(await options('', { command: [program] }))).rejects.toMatchObject({
        code: 'TARGET_COMMAND_NOT_FOUND',
        fault: 'target',
        message: containing(program),
      })
    },
  )

  it('says so on a system without process groups', async () => {
    const given = await options('')
    vi.spyOn(process, 'platform', 'get').mockReturnValue('win32')
    onTestFinished(() => void vi.restoreAllMocks())
    await expect(startProcessTarget(given)).rejects.toMatchObject({ code: 'TARGET_NEEDS_POSIX', fault: 'config' })
  })

  it('names a missing folder', async () => {
    await expect(startProcessTarget(await options('', { cwd: '/no/such/folder' }))).rejects.toMatchObject({
      code: 'TARGET_CWD_NOT_FOUND',
      fault: 'config',
    })
  })

  it('names a busy port before anything is started', async () => {
    const busy = createServer()
    onTestFinished(() => void busy.close())
    const port = await listen(busy, 0, '127.0.0.1')
    await expect(startProcessTarget(await options('', { port }))).rejects.toMatchObject({
      code: 'TARGET_PORT_BUSY',
      message: containing(String(port)),
    })
  })

  it('fails at once when the process ends, with its exit code and last output', async () => {
    const started = performance.now()
    await expect(startProcessTarget(await options('ends'))).rejects.toMatchObject({
      code: 'TARGET_ENDED_EARLY',
      message: containing('exit code 3'),
      details: 'cannot read the settings: [redacted]',
    })
    expect(performance.now() - started).toBeLessThan(5000)
  })

  it.concurrent.each([
    ['unready', 'answered 503'],
    ['silent', 'did not answer'],
  ])('says what the ready path did last: %s', async (mode, last) => {
    const given = await options(mode, { timeoutMs: 8000 })
    await expect(startProcessTarget(given)).rejects.toMatchObject({
      code: 'TARGET_NOT_READY',
      message: containing(last),
    })
    // Nothing is left running: the port is free again.
    await expect(startProcessTarget({ ...given, command: ['sleep', '0'] })).rejects.toMatchObject({
      code: 'TARGET_ENDED_EARLY',
    })
  })
})
