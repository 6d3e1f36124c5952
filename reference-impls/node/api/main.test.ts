import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'

import { afterEach, describe, expect, it } from 'vitest'

import { clientId, tenantId } from './test/issuer.ts'

const children: ChildProcess[] = []
const required = { AZURE_TENANT_ID: tenantId, AZURE_API_CLIENT_ID: clientId }

function run(env: Readonly<Record<string, string>>) {
  const main = new URL('main.ts', import.meta.url).pathname
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main], { env: { PORT: '0', ...env } })
  children.push(child)
  return { child, exit: once(child, 'exit'), errors: text(child.stderr) }
}

/** Starts it and waits until it says where it listens. */
async function started(): Promise<ReturnType<typeof run> & { readonly port: number }> {
  const running = run(required)
  for await (const line of createInterface(running.child.stdout)) {
    const port = /:(\d+)$/.exec(line)?.[1]
    if (port !== undefined) return { ...running, port: Number(port) }
  }
  throw new Error(`it did not start: ${await running.errors}`)
}

/** What comes back for these bytes until the connection ends. */
async function exchange(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(request)
  return text(socket)
}

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

describe('main', () => {
  it('listens, answers and ends by itself on SIGTERM', async () => {
    const { child, exit, errors, port } = await started()
    expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200)
    child.kill('SIGTERM')
    expect(await exit).toEqual([0, null])
    expect(await errors).toBe('')
  })

  it('names every wrong setting and exits with 78', async () => {
    const { exit, errors } = run({ AZURE_TENANT_ID: 'contoso' })
    expect(await exit).toEqual([78, null])
    expect(await errors).toBe(
      'Invalid settings\n  AZURE_TENANT_ID: must be a GUID\n  AZURE_API_CLIENT_ID: is required\n',
    )
  })

  it('says that a port is taken', async () => {
    const { port } = await started()
    const second = run({ ...required, PORT: String(port) })
    expect(await second.exit).toEqual([1, null])
    expect(await second.errors).toMatch(/^cannot listen on 127\.0\.0\.1:\d+: .*EADDRINUSE/)
  })

  it.each([
    ['two Authorization headers', 'Authorization: Bearer a.b.c\r\nAuthorization: Bearer a.b.c', 400],
    ['a NUL byte', 'Authorization: Bearer a\0b', 400],
    ['bytes that are not ASCII', 'Authorization: Bearer \u00e9\u{1f600}', 400],
    ['a folded header', 'Authorization: Bearer a\r\n X-Evil: 1', 400],
    ['a token of 64 KB', `Authorization: Bearer ${'a'.repeat(65_536)}`, 431],
  ])('refuses %s', async (_, header, status) => {
    const { port } = await started()
    const answer = await exchange(port, `GET /api/claims HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${header}\r\n\r\n`)
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(answer).not.toContain('X-Evil')
  })
})
