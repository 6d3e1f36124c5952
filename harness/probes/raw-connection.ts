import type { Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Answer, WireRequest } from '../targets/contract.ts'
import { openSocket } from '../targets/loopback-socket.ts'
import { type Parsed, ResponseParser } from '../targets/response-parser.ts'

/** The bytes of a request that leaves its connection open. */
export function bytesOf(baseUrl: string, { method, path, headers, body }: WireRequest): string {
  const length = body === undefined ? [] : [['Content-Length', String(Buffer.byteLength(body))] as const]
  const lines = [['Host', new URL(baseUrl).host] as const, ...length, ...headers]
  return `${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body ?? ''}`
}

/** One connection, written to at will, whose answers are read one after the other. */
export class RawConnection implements Disposable {
  readonly #socket: Socket
  #unread: Buffer = Buffer.alloc(0)
  #ended = false
  #failure = 'the connection was closed'
  #wake: () => void = () => {}

  constructor(baseUrl: string) {
    const url = new URL(baseUrl)
    const host = url.hostname.replace(/^\[|\]$/g, '')
    this.#socket =
      url.protocol === 'https:'
        ? connectTls({ host, port: Number(url.port || 443), servername: host })
        : openSocket(host, Number(url.port || 80))
    this.#socket.on('data', (chunk: Buffer) => {
      this.#unread = Buffer.concat([this.#unread, chunk])
      this.#wake()
    })
    this.#socket.once('error', (error) => (this.#failure = error.message))
    this.#socket.once('close', () => {
      this.#ended = true
      this.#wake()
    })
  }

  /** True once the other side has closed it and everything that came has been read. */
  get spent(): boolean {
    return this.#ended && this.#unread.length === 0
  }

  /** Resolves when the bytes have left, or the connection is gone. */
  write(text: string): Promise<void> {
    if (this.#ended) return Promise.resolve()
    return new Promise((resolve) => this.#socket.write(text, () => resolve()))
  }

  /** The next answer; `method` is that of its request. */
  async next(method: string, timeoutMs: number): Promise<Answer> {
    const started = performance.now()
    let timedOut = false
    const timer = setTimeout(() => {
      timedOut = true
      this.#wake()
    }, timeoutMs)
    try {
      for (;;) {
        const answer = this.#take(method, started)
        if (answer !== undefined) return answer
        if (timedOut) return { kind: 'timeout', afterMs: timeoutMs }
        await new Promise<void>((resolve) => (this.#wake = resolve))
      }
    } finally {
      clearTimeout(timer)
    }
  }

  /** Cuts the connection, as a client does that goes away: with a reset. */
  cut(): void {
    this.#socket.resetAndDestroy()
  }

  [Symbol.dispose](): void {
    this.#socket.destroy()
  }

  /** The first answer among the unread bytes; what is behind it stays. */
  #take(method: string, started: number): Answer | undefined {
    const durationMs = performance.now() - started
    const all = this.#unread.length
    const parse = (end: number): Parsed => {
      const parser = new ResponseParser(method)
      parser.add(this.#unread.subarray(0, end))
      return parser.result(this.#ended && end === all)
    }
    if (all === 0 || parse(all).kind === 'incomplete') {
      return this.#ended ? { kind: 'reset', message: this.#failure, durationMs } : undefined
    }
    // The parser does not say where an answer ends, so the shortest beginning that is a whole one is looked for.
    let [short, long] = [0, all]
    while (long - short > 1) {
      const middle = Math.floor((short + long) / 2)
      if (parse(middle).kind === 'incomplete') short = middle
      else long = middle
    }
    const parsed = parse(long)
    this.#unread = this.#unread.subarray(long)
    if (parsed.kind === 'complete') return { kind: 'response', response: parsed.response, durationMs }
    return { kind: 'malformed', message: parsed.kind === 'malformed' ? parsed.message : 'an answer without an end' }
  }
}
