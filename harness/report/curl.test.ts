import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { promisify } from 'node:util'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { WireRequest } from '../targets/contract.ts'
import { sendRaw } from '../targets/raw-client.ts'
import { curlLine } from './curl.ts'

let server: Server
let baseUrl: string
/** Gives the bytes of each request, as Latin-1, once `endOfRequest` has been seen. */
let received: PromiseWithResolvers<string>
/** What the request under way ends with. */
let endOfRequest = ''

beforeAll(async () => {
  server = createServer((socket) => {
    let text = ''
    socket.on('error', () => {})
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1')
      if (!text.includes('\r\n\r\n') || !text.endsWith(endOfRequest)) return
      socket.end('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n')
      received.resolve(text)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = addressOf(server)
  baseUrl = `http://127.0.0.1:${port}`
})

afterAll(() => new Promise((resolve) => server.close(resolve)))

function addressOf(listening: Server): AddressInfo {
  const address = listening.address()
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port')
  return address
}

function expectEnd(request: WireRequest): void {
  received = Promise.withResolvers()
  endOfRequest = request.body === undefined ? '\r\n\r\n' : Buffer.from(request.body, 'utf8').toString('latin1')
}

/** What arrives when the line runs in a shell. */
async function replay(request: WireRequest): Promise<{ line: string; bytes: string }> {
  expectEnd(request)
  const line = curlLine(baseUrl, request)
  const { stdout } = await promisify(execFile)('sh', ['-c', line])
  expect(stdout).toContain('204 No Content')
  return { line, bytes: await received.promise }
}

/** What arrives when the harness sends it over a bare socket. */
async function original(request: WireRequest): Promise<string> {
  expectEnd(request)
  await sendRaw(baseUrl, request, { timeoutMs: 5000 })
  return received.promise
}

interface Parsed {
  readonly requestLine: string | undefined
  readonly headers: readonly string[]
  readonly body: string
}

/** The request without what curl puts in of its own. */
function parse(bytes: string): Parsed {
  const end = bytes.indexOf('\r\n\r\n')
  const [requestLine, ...headers] = bytes.slice(0, end).split('\r\n')
  const own = /^(?:User-Agent|Accept|Host|Connection|Content-Length):/
  return {
    requestLine,
    headers: headers.filter((line) => !own.test(line)).map((line) => line.trimEnd()),
    body: bytes.slice(end + 4),
  }
}

const token = 'eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2ln'

describe('a curl line sends the same request', () => {
  it.each<[string, WireRequest]>([
    ['a plain one', { method: 'GET', path: '/api/claims', headers: [['Authorization', `Bearer ${token}`]] }],
    [
      'shell syntax in a header and a query',
      {
        method: 'GET',
        path: '/a?q=$(id)&r=`id`;\'x\'&s="y"!&t=\\n%00',
        headers: [['X-Odd', `'; $(touch /tmp/x) \`id\` "\\" !!`]],
      },
    ],
    [
      'duplicate and empty headers, in order',
      {
        method: 'GET',
        path: '/',
        headers: [
          ['Authorization', 'Bearer one'],
          ['X-Empty', ''],
          ['Authorization', 'Bearer two'],
        ],
      },
    ],
    ['a path that clients normalise', { method: 'GET', path: '//api/./claims/../claims/%2e%2E/;x', headers: [] }],
    ['a path with globs', { method: 'GET', path: '/a[1-3]/{b,c}?x[]=1', headers: [] }],
    [
      'a JSON body',
      { method: 'POST', path: '/tasks', headers: [['Content-Type', 'application/json']], body: '{"a":"it\'s 😀"}\n' },
    ],
    ['a body without a type', { method: 'PUT', path: '/tasks/1', headers: [], body: '@/etc/hostname' }],
    ['an unsafe method without a body', { method: 'DELETE', path: '/tasks/1', headers: [] }],
    ['HEAD', { method: 'HEAD', path: '/tasks', headers: [] }],
    ['OPTIONS', { method: 'OPTIONS', path: '/tasks', headers: [['Origin', 'null']] }],
  ])('%s', async (_, request) => {
    const { line, bytes } = await replay(request)
    expect(line).toMatch(/^curl /)
    expect(parse(bytes)).toEqual(parse(await original(request)))
  })
})

const authorization = (value: string): WireRequest['headers'] => [['Authorization', value]]

describe('what curl cannot say goes byte for byte', () => {
  it.each<[string, WireRequest]>([
    ['NUL', { method: 'GET', path: '/', headers: authorization(`Bearer ${token}\0x`), transport: 'raw' }],
    ['CRLF', { method: 'GET', path: '/', headers: authorization('Bearer a\r\nX-Injected: 1'), transport: 'raw' }],
    ['an emoji', { method: 'GET', path: '/', headers: authorization('Bearer 😀é'), transport: 'raw' }],
    ['quotes', { method: 'GET', path: '/', headers: authorization(`Bearer '"\\\0'`), transport: 'raw' }],
    ['absolute form', { method: 'GET', path: 'http://evil.example/', headers: [], transport: 'raw' }],
    ['a space in the path', { method: 'GET', path: '/a b#c', headers: [], transport: 'raw' }],
    [
      'a Content-Length of its own',
      { method: 'POST', path: '/', headers: [['Content-Length', '3']], body: 'abcd', transport: 'raw' },
    ],
    ['a host of its own', { method: 'GET', path: '/', headers: [['Host', 'other.example']], transport: 'raw' }],
    [
      'a long one',
      { method: 'GET', path: '/', headers: authorization(`Bearer ${'a'.repeat(1_000_000)}`), transport: 'raw' },
    ],
    ['a body of controls', { method: 'POST', path: '/', headers: [], body: '\u0000\u001b[2J\r\n', transport: 'raw' }],
  ])('%s', async (_, request) => {
    const { line, bytes } = await replay(request)
    expect(line).toMatch(/^node -e '[\x20-\x7e]*'$/)
    expect(bytes).toBe(await original(request))
  })

  it('but for what no command line takes', () => {
    const hashes = Array.from({ length: 5000 }, (_, index) => createHash('sha256').update(`${index}`).digest('hex'))
    const line = curlLine(baseUrl, { method: 'GET', path: '/', headers: [['X-Random', hashes.join('')]] })
    expect(line).toMatch(/^# GET \/: too long/)
  })
})
