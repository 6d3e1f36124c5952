import type { Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

import type { Answer, WireRequest } from './contract.ts'
import type { SendOptions } from './exchange.ts'
import { openSocket } from './loopback-socket.ts'
import { ResponseParser } from './response-parser.ts'

/**
 * Sends one request over a bare socket of its own, byte for byte: header values may hold anything, NUL, CR and LF
 * included, and go out as UTF-8. Added only when missing: `Host`, `Connection: close`, and `Content-Length` for a body.
 *
 * @param baseUrl for example `http://127.0.0.1:41234`
 */
export function sendRaw(baseUrl: string, request: WireRequest, { timeoutMs }: SendOptions): Promise<Answer> {
  const url = new URL(baseUrl)
  const started = performance.now()
  const durationMs = (): number => performance.now() - started
  return new Promise((resolve) => {
    const socket = connect(url)
    const parser = new ResponseParser(request.method)
    const settle = (answer: Answer): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve(answer)
    }
    const timer = setTimeout(() => settle({ kind: 'timeout', afterMs: timeoutMs }), timeoutMs)
    /** What the bytes so far amount to; `ended` when no more will come. */
    const judge = (ended: boolean, reason: string): void => {
      const parsed = parser.result(ended)
      if (parsed.kind === 'complete') settle({ kind: 'response', response: parsed.response, durationMs: durationMs() })
      else if (parsed.kind === 'malformed') settle({ kind: 'malformed', message: parsed.message })
      else if (ended) settle({ kind: 'reset', message: reason, durationMs: durationMs() })
    }
    socket.on('data', (chunk: Buffer) => {
      parser.add(chunk)
      judge(false, '')
    })
    socket.once('end', () => judge(true, 'the connection was closed before a complete answer'))
    socket.once('error', (error) => {
      if ('code' in error && error.code === 'ECONNREFUSED') settle({ kind: 'refused', message: error.message })
      else judge(true, error.message)
    })
    socket.write(requestBytes(url, request))
  })
}

function connect(url: URL): Socket {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (url.protocol === 'https:') return connectTls({ host, port: Number(url.port || 443), servername: host })
  return openSocket(host, Number(url.port || 80))
}

function requestBytes(url: URL, { method, path, headers, body }: WireRequest): Buffer {
  const names = new Set(headers.map(([name]) => name.toLowerCase()))
  const added: [string, string][] = []
  if (!names.has('host')) added.push(['Host', url.host])
  if (!names.has('connection')) added.push(['Connection', 'close'])
  if (body !== undefined && !names.has('content-length') && !names.has('transfer-encoding')) {
    added.push(['Content-Length', String(Buffer.byteLength(body))])
  }
  const lines = [...added, ...headers].map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body ?? ''}`, 'utf8')
}
