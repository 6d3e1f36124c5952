import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { startMsw } from '../mounts/msw.ts'
import { fakeCloud } from '../mounts/testing/fake-cloud.ts'
import type { Answer, RunningTarget, WireRequest } from './contract.ts'
import { startModuleTarget } from './module-target.ts'
import { disposed } from './testing/module.ts'

const fixture = (name: string): string => fileURLToPath(new URL(`testing/${name}.ts`, import.meta.url))

const replySchema = z.object({
  count: z.int(),
  env: z.record(z.string(), z.string()),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  path: z.string(),
  fetched: z.string().optional(),
})

function reply(answer: Answer) {
  if (answer.kind !== 'response') throw new Error(`no answer: ${answer.kind}`)
  return replySchema.parse(JSON.parse(answer.response.body))
}

function get(target: RunningTarget, path: string, changes: Partial<WireRequest> = {}, timeoutMs = 5000) {
  return target.send({ method: 'GET', path, headers: [], ...changes }, { timeoutMs })
}

describe.each([{ listen: true }, { listen: false }])('startModuleTarget, $listen', ({ listen }) => {
  const start = (env: Record<string, string> = {}) => startModuleTarget({ file: fixture('module'), env, listen })

  it('hands requests to the module and its environment to the default export', async () => {
    await using target = await start({ NAME: 'first' })
    const headers = [['Authorization', 'Bearer x']] as const
    const answer = await get(target, '/a?b=c', { method: 'POST', headers, body: '{"é":1}' })
    expect(reply(answer)).toMatchObject({
      env: { NAME: 'first' },
      headers: { authorization: 'Bearer x' },
      body: '{"é":1}',
      path: '/a?b=c',
    })
    expect(answer.kind === 'response' && answer.response.status).toBe(200)
    expect(target).toMatchObject({ kind: 'module', acceptsRaw: listen })
  })

  it('has state of its own for each start', async () => {
    await using first = await start()
    await get(first, '/')
    await using second = await start()
    expect(reply(await get(second, '/')).count).toBe(1)
    expect(reply(await get(first, '/')).count).toBe(2)
  })

  it('disposes the module', async () => {
    const name = `to be disposed ${listen}`
    const target = await start({ NAME: name })
    expect(disposed).not.toContain(name)
    await target[Symbol.asyncDispose]()
    expect(disposed.filter((each) => each === name)).toEqual([name])
  })

  it('answers 500 when the module throws', async () => {
    await using target = await start()
    expect(await get(target, '/throws')).toMatchObject({ kind: 'response', response: { status: 500 } })
  })

  it('gives up after the time limit', async () => {
    await using target = await start()
    expect(await get(target, '/slow', {}, 50)).toEqual({ kind: 'timeout', afterMs: 50 })
  })

  it('reaches its own cloud among several', async () => {
    const host = 'login.microsoftonline.com'
    const env = { FETCH: `https://${host}/` }
    await using first = startMsw(fakeCloud([host], () => new Response('first')))
    await using second = startMsw(fakeCloud([host], () => new Response('second')))
    const options = { file: fixture('module'), env, listen }
    await using one = await startModuleTarget({ ...options, run: (action) => first.run(action) })
    await using two = await startModuleTarget({ ...options, run: (action) => second.run(action) })
    const rounds = Array.from({ length: 5 }, () => [one, two]).flat()
    const fetched = await Promise.all(rounds.map(async (target) => reply(await get(target, '/fetch')).fetched))
    expect(fetched).toEqual(Array.from({ length: 5 }, () => ['first', 'second']).flat())
  })
})

describe('startModuleTarget, on a socket', () => {
  it('takes raw requests as they are, also while MSW watches the process', async () => {
    await using mount = startMsw(fakeCloud([]))
    const options = { file: fixture('module'), env: {}, listen: true }
    await using target = await startModuleTarget({ ...options, run: (action) => mount.run(action) })
    const headers = [
      ['X-Twice', '1'],
      ['X-Twice', '2'],
    ] as const
    expect(reply(await get(target, '/a', { transport: 'raw', headers })).headers['x-twice']).toBe('1, 2')
    const malformed = await get(target, '/a', { transport: 'raw', headers: [['Bad', 'a\0b']] })
    expect(malformed).toMatchObject({ kind: 'response', response: { status: 400 } })
  })
})

describe('startModuleTarget, without a socket', () => {
  it.each<[string, Partial<WireRequest>]>([
    ['raw', { transport: 'raw' }],
    ['a header value that is none', { headers: [['X', 'a\nb']] }],
    ['a body with GET', { body: 'x' }],
  ])('refuses what it cannot send: %s', async (_name, changes) => {
    await using target = await startModuleTarget({ file: fixture('module'), env: {}, listen: false })
    await expect(get(target, '/', changes)).rejects.toMatchObject({ code: 'REQUEST_NEEDS_SOCKET', fault: 'harness' })
  })
})

describe('startModuleTarget, when it cannot', () => {
  it.each([
    ['nowhere', { code: 'MODULE_NOT_FOUND', fault: 'config' }],
    ['broken-module', { code: 'MODULE_NOT_LOADED', fault: 'config' }],
    ['no-module', { code: 'MODULE_SHAPE', fault: 'config' }],
    ['no-api', { code: 'MODULE_SHAPE', fault: 'config' }],
  ])('says what is wrong: %s', async (name, problem) => {
    await expect(startModuleTarget({ file: fixture(name), env: {}, listen: true })).rejects.toMatchObject(problem)
  })

  it('blames the target when its default export throws', async () => {
    const env = { FAIL: 'no database' }
    await expect(startModuleTarget({ file: fixture('module'), env, listen: true })).rejects.toMatchObject({
      code: 'TARGET_ENDED_EARLY',
      message: `${fixture('module')} did not start: no database`,
    })
  })
})
