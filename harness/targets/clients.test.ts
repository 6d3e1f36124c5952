/** What the HTTP client and the bare socket client have in common: each kind of answer, and how requests go out. */
import type { Socket } from 'node:net'

import { describe, expect, it } from 'vitest'

import type { WireRequest } from './contract.ts'
import { maxBodyBytes } from './exchange.ts'
import { findFreePort } from './ports.ts'
import { startByteServer } from './testing/byte-server.ts'
import { createWireClient } from './wire-client.ts'

const plain = { method: 'GET', path: '/', headers: [] } satisfies WireRequest
const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi'
const canary = 'fünf'

/** Answers with bytes; then closes the connection if `end`. */
function say(bytes: string, end = false): (socket: Socket) => void {
  return (socket) => (end ? socket.end(bytes, 'utf8') : socket.write(bytes, 'utf8'))
}

async function setUp(answer: (socket: Socket, nth: number) => void) {
  const stack = new AsyncDisposableStack()
  const server = stack.use(await startByteServer(answer))
  const client = stack.use(createWireClient(server.origin))
  return { server, client, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

describe.each(['http', 'raw'] as const)('over %s', (transport) => {
  const send = async (answer: (socket: Socket) => void, changes: Partial<WireRequest> = {}, timeoutMs = 5000) => {
    await using world = await setUp(answer)
    return await world.client.send({ ...plain, transport, ...changes }, { timeoutMs })
  }

  it('keeps order and duplicates of header fields, and their bytes', async () => {
    const head =
      'HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer a\r\nX-B: 1\r\nwww-authenticate: Basic b\r\nX-C: \xff\r\n'
    const answer = await send((socket) => socket.write(`${head}Content-Length: 0\r\n\r\n`, 'latin1'))
    expect(answer).toMatchObject({
      kind: 'response',
      response: {
        status: 401,
        headers: [
          ['www-authenticate', 'Bearer a'],
          ['x-b', '1'],
          ['www-authenticate', 'Basic b'],
          ['x-c', '\xff'],
          ['content-length', '0'],
        ],
        body: '',
      },
    })
  })

  it.each([
    ['a length', `HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n${canary}`, false],
    [
      'chunks',
      `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nfü\r\n2\r\nnf\r\n0\r\nTrailer: t\r\n\r\n`,
      false,
    ],
    ['the end of the connection', `HTTP/1.1 200 OK\r\n\r\n${canary}`, true],
    ['HTTP/1.0', `HTTP/1.0 200 OK\r\n\r\n${canary}`, true],
    [
      'an interim answer before',
      `HTTP/1.1 103 Early Hints\r\nLink: </>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n${canary}`,
      false,
    ],
  ])('reads a body by %s', async (_name, bytes, end) => {
    expect(await send(say(bytes, end))).toMatchObject({ kind: 'response', response: { status: 200, body: canary } })
  })

  it.each(['204 No Content', '304 Not Modified'])('expects no body with %s', async (status) => {
    expect(await send(say(`HTTP/1.1 ${status}\r\n\r\n`))).toMatchObject({ kind: 'response', response: { body: '' } })
  })

  it('expects no body in the answer to HEAD', async () => {
    const answer = await send(say('HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n'), { method: 'HEAD' })
    expect(answer).toMatchObject({ kind: 'response', response: { status: 200, body: '' } })
  })

  it('reads an answer that comes byte by byte', async () => {
    const answer = await send((socket) => {
      const bytes = ok.split('')
      const next = (): void => {
        const byte = bytes.shift()
        if (byte !== undefined) socket.write(byte, () => setImmediate(next))
      }
      next()
    })
    expect(answer).toMatchObject({ kind: 'response', response: { body: 'hi' } })
  })

  it('cuts a body that is too long', async () => {
    const answer = await send((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\n\r\n`)
      const more = (): void => void (socket.destroyed || socket.write('x'.repeat(64 * 1024), () => setImmediate(more)))
      more()
    })
    expect(answer.kind === 'response' && answer.response.body.length).toBe(maxBodyBytes)
  })

  it('does not follow redirects', async () => {
    await using world = await setUp(say('HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n'))
    const answer = await world.client.send({ ...plain, transport }, { timeoutMs: 5000 })
    expect(answer).toMatchObject({ kind: 'response', response: { status: 302 } })
    expect(world.server.received.join('')).not.toContain('elsewhere')
  })

  it.each([
    ['says nothing', () => {}],
    ['stops in the header', say('HTTP/1.1 200 OK\r\nCont')],
    ['stops in the body', say('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhi')],
  ])('tells a time-out: %s', async (_name, answer) => {
    expect(await send(answer, {}, 60)).toEqual({ kind: 'timeout', afterMs: 60 })
  })

  it.each<[string, (socket: Socket) => void]>([
    ['reset at once', (socket) => socket.resetAndDestroy()],
    ['closed without an answer', (socket) => socket.end()],
    ['closed in the header', say('HTTP/1.1 200 OK\r\nCont', true)],
    ['closed in the body', say('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhi', true)],
    ['closed between chunks', say('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n', true)],
  ])('tells a broken connection: %s', async (_name, answer) => {
    expect(await send(answer)).toMatchObject({ kind: 'reset' })
  })

  it.each([
    ['not HTTP', 'SSH-2.0-OpenSSH_9.2\r\n\r\n'],
    ['no status', 'HTTP/1.1 OK\r\n\r\n'],
    ['no length', 'HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nhi'],
    ['no chunk size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhi\r\n'],
    ['no field name', 'HTTP/1.1 200 OK\r\n: x\r\n\r\n'],
  ])('tells what is not HTTP: %s', async (_name, bytes) => {
    expect(await send(say(bytes, true))).toMatchObject({ kind: 'malformed' })
  })

  it('tells that nothing listens', async () => {
    await using client = createWireClient(`http://127.0.0.1:${await findFreePort()}`)
    expect(await client.send({ ...plain, transport }, { timeoutMs: 5000 })).toMatchObject({ kind: 'refused' })
  })

  it.each(['//a//b', '/a/../b/./c', '/a%2Fb%zz', '/a;x=1?y#z', '/A?q=%00&q', '/*'])(
    'leaves the path as it is: %s',
    async (path) => {
      await using world = await setUp(say(ok))
      await world.client.send({ ...plain, path, transport }, { timeoutMs: 5000 })
      expect(world.server.received[0]).toMatch(new RegExp(`^GET ${RegExp.escape(path)} HTTP/1\\.1\r\n`))
    },
  )

  it('keeps case, order and duplicates of the header fields it sends, and the body', async () => {
    await using world = await setUp(say(ok))
    const headers = [
      ['AUTHORIZATION', 'Bearer a'],
      ['x-Test', '1'],
      ['authorization', 'Bearer b'],
    ] as const
    await world.client.send({ method: 'POST', path: '/', headers, body: canary, transport }, { timeoutMs: 5000 })
    const sent = world.server.received[0] ?? ''
    expect(sent).toMatch(/\r\nAUTHORIZATION: Bearer a\r\nx-Test: 1\r\nauthorization: Bearer b\r\n/)
    expect(sent).toMatch(/\r\ncontent-length: 5\r\n/i)
    expect(Buffer.from(sent, 'latin1').toString('utf8')).toMatch(/\r\n\r\nfünf$/)
    expect(sent).toMatch(/\r\nhost: 127\.0\.0\.1:\d+\r\n/i)
  })
})

describe('over http', () => {
  it('keeps its connections', async () => {
    await using world = await setUp(say(ok))
    for (let count = 0; count < 10; count += 1) await world.client.send(plain, { timeoutMs: 5000 })
    // Two, since the next request may be there just before undici has set the first connection free.
    expect(world.server.received.length).toBeLessThanOrEqual(2)
  })

  it('opens new ones once it is to forget those', async () => {
    await using world = await setUp(say(ok))
    const ask = async () => world.client.send(plain, { timeoutMs: 5000 })
    await ask()
    world.client.forgetConnections()
    expect(await ask()).toMatchObject({ kind: 'response' })
    expect(world.server.received).toHaveLength(2)
  })

  it('opens as many connections as there are requests at once', async () => {
    const waiting: Socket[] = []
    await using world = await setUp((socket) => {
      waiting.push(socket)
      if (waiting.length === 20) for (const each of waiting) each.write(ok)
    })
    const answers = await Promise.all(Array.from({ length: 20 }, () => world.client.send(plain, { timeoutMs: 5000 })))
    expect(answers.map(({ kind }) => kind)).toEqual(answers.map(() => 'response'))
  })

  it('uses no connection again after a time-out', async () => {
    await using world = await setUp((socket, nth) => {
      if (nth === 0 && world.server.received.length === 1) setTimeout(() => socket.write(ok.replace('hi', 'no')), 60)
      else socket.write(ok)
    })
    expect((await world.client.send(plain, { timeoutMs: 30 })).kind).toBe('timeout')
    expect(await world.client.send(plain, { timeoutMs: 5000 })).toMatchObject({ response: { body: 'hi' } })
  })

  it.each<[string, Partial<WireRequest>]>([
    ['a line break in a header value', { headers: [['X', 'a\r\nb']] }],
    ['a character beyond Latin-1 in a header value', { headers: [['X', '→']] }],
    ['a header name with a blank', { headers: [['X Y', 'a']] }],
    ['a blank in the path', { path: '/a b' }],
    ['a length that is not the body’s', { method: 'POST', headers: [['Content-Length', '3']], body: 'hi' }],
    ['transfer coding', { method: 'POST', headers: [['Transfer-Encoding', 'chunked']], body: 'hi' }],
  ])('refuses what only a bare socket can send: %s', async (_name, changes) => {
    await using world = await setUp(say(ok))
    await expect(world.client.send({ ...plain, ...changes }, { timeoutMs: 1000 })).rejects.toMatchObject({
      code: 'REQUEST_NEEDS_RAW',
      fault: 'harness',
    })
  })
})

describe('over a bare socket', () => {
  it('sends any bytes in a header value, as UTF-8', async () => {
    await using world = await setUp(say(ok))
    const headers = [
      ['X', 'a\0b\r\nInjected: →'],
      ['Host', 'other.example'],
      ['Connection', 'keep-alive'],
    ] as const
    await world.client.send({ ...plain, transport: 'raw', headers }, { timeoutMs: 5000 })
    const expected = 'GET / HTTP/1.1\r\nX: a\0b\r\nInjected: →\r\nHost: other.example\r\nConnection: keep-alive\r\n\r\n'
    expect(Buffer.from(world.server.received[0] ?? '', 'latin1').toString('utf8')).toBe(expected)
  })

  it('adds what a request needs, and only if it is missing', async () => {
    await using world = await setUp(say(ok))
    const body = 'hi'
    await world.client.send({ ...plain, method: 'POST', transport: 'raw', body }, { timeoutMs: 5000 })
    const headers = [['Transfer-Encoding', 'chunked']] as const
    const chunked = { ...plain, method: 'POST', transport: 'raw', headers, body: '0\r\n\r\n' } as const
    await world.client.send(chunked, { timeoutMs: 5000 })
    const host = world.server.origin.slice('http://'.length)
    expect(world.server.received).toEqual([
      `POST / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi`,
      `POST / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ])
  })

  it('reads an answer that comes before the request is sent whole', async () => {
    await using world = await setUp(
      say('HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\n\r\n', true),
    )
    const headers = [['X', `\r\n\r\n${'x'.repeat(5_000_000)}`]] as const
    const answer = await world.client.send({ ...plain, transport: 'raw', headers }, { timeoutMs: 5000 })
    expect(answer).toMatchObject({ kind: 'response', response: { status: 431 } })
  })
})
