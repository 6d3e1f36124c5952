import { type buildConnector, type Dispatcher, errors, Pool } from 'undici'

import { InternalError } from '../errors.ts'
import type { Answer, WireRequest } from './contract.ts'
import { BodyBuffer, type SendOptions } from './exchange.ts'
import { openSocket } from './loopback-socket.ts'

/** Sends well-formed requests to one origin over kept-alive connections. */
export interface HttpClient extends AsyncDisposable {
  /** @throws {InternalError} `REQUEST_NEEDS_RAW` for a request that only a bare socket can send */
  send(request: WireRequest, options: SendOptions): Promise<Answer>
  /** Leaves the connections there are to their requests under way, and opens new ones from now on. */
  forgetConnections(): void
}

export interface HttpClientOptions {
  /** Over https: whoever answers is taken for the right one. Default false. */
  readonly anyCertificate?: boolean
}

/**
 * A client for `origin`, on undici's dispatcher: path, header order and duplicates go out as given, redirects are not
 * followed, nothing is retried. Bodies are kept up to 1 MiB; a longer one is cut there and its connection closed.
 *
 * Idle connections are closed after a second, before any usual server would: a request on a connection that the server
 * is just closing would be a reset that says nothing about the request.
 *
 * @param origin for example `http://127.0.0.1:41234`
 */
export function createHttpClient(origin: string, { anyCertificate = false }: HttpClientOptions = {}): HttpClient {
  const connect = (): Pool =>
    new Pool(origin, {
      connections: null,
      pipelining: 1,
      keepAliveTimeout: 1000,
      keepAliveMaxTimeout: 1000,
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: origin.startsWith('http:') ? connectPlain : { rejectUnauthorized: !anyCertificate },
    })
  let pool = connect()
  const left: Pool[] = []
  return {
    send: (request, { timeoutMs }) =>
      new Promise((resolve, reject) => {
        const handler = new ExchangeHandler(timeoutMs, resolve, reject)
        const { method, path, headers, body } = request
        pool.dispatch({ method, path, headers: headers.flat(), body: body ?? null }, handler)
      }),
    forgetConnections() {
      left.push(pool)
      void pool.close()
      pool = connect()
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([pool, ...left].map((each) => each.destroy()))
    },
  }
}

const connectPlain: buildConnector.connector = ({ hostname, port }, callback) => {
  const socket = openSocket(hostname, Number(port || 80))
  const failed = (error: Error): void => callback(error, null)
  socket.once('error', failed)
  socket.once('connect', () => {
    socket.off('error', failed)
    callback(null, socket)
  })
}

/** Collects one answer. Whatever happens first settles it: the whole answer, an error, or the time limit. */
class ExchangeHandler implements Dispatcher.DispatchHandler {
  readonly #started = performance.now()
  readonly #settle: (answer: Answer) => void
  readonly #reject: (error: InternalError) => void
  readonly #timer: NodeJS.Timeout
  readonly #body = new BodyBuffer()
  #controller: Dispatcher.DispatchController | undefined
  #settled = false
  #status = 0
  #headers: readonly (readonly [string, string])[] = []

  constructor(timeoutMs: number, settle: (answer: Answer) => void, reject: (error: InternalError) => void) {
    this.#settle = settle
    this.#reject = reject
    this.#timer = setTimeout(() => this.#end({ kind: 'timeout', afterMs: timeoutMs }), timeoutMs)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#settled) controller.abort(new Error('too late'))
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    this.#status = status
    this.#headers = headerPairs(controller.rawHeaders)
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#body.add(chunk)
    if (this.#body.full) this.#end(this.#response())
  }

  onResponseEnd(): void {
    this.#end(this.#response())
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (needsRaw(error)) {
      this.#settled = true
      clearTimeout(this.#timer)
      this.#reject(
        new InternalError(
          'REQUEST_NEEDS_RAW',
          `A request cannot be sent by an HTTP client: ${error.message}.`,
          "Give the case's request `raw: true`.",
          { cause: error },
        ),
      )
    } else {
      this.#end(failure(error, this.#elapsed()))
    }
  }

  #response(): Answer {
    const response = { status: this.#status, headers: this.#headers, body: this.#body.text() }
    return { kind: 'response', response, durationMs: this.#elapsed() }
  }

  #elapsed(): number {
    return performance.now() - this.#started
  }

  /** The first settlement counts. Ending before the answer is complete closes the connection. */
  #end(answer: Answer): void {
    if (this.#settled) return
    this.#settled = true
    clearTimeout(this.#timer)
    this.#settle(answer)
    if (answer.kind === 'timeout' || this.#body.full) this.#controller?.abort(new Error('no more is wanted'))
  }
}

/** undici gives names and values by turns, as bytes. */
function headerPairs(raw: Dispatcher.DispatchController['rawHeaders']): readonly (readonly [string, string])[] {
  if (!Array.isArray(raw)) return []
  const pairs: (readonly [string, string])[] = []
  for (let index = 0; index + 1 < raw.length; index += 2) {
    pairs.push([latin1(raw[index]).toLowerCase(), latin1(raw[index + 1])])
  }
  return pairs
}

/** Header bytes beyond ASCII are opaque (RFC 9110 §5.5); Latin-1 keeps each of them. */
function latin1(value: Buffer | string | undefined): string {
  return typeof value === 'string' ? value : (value?.toString('latin1') ?? '')
}

/** True for what undici refuses to send. */
function needsRaw(error: Error): boolean {
  return (
    error instanceof errors.InvalidArgumentError ||
    error instanceof errors.NotSupportedError ||
    error instanceof errors.RequestContentLengthMismatchError
  )
}

function failure(error: Error, durationMs: number): Answer {
  const { message } = error
  const code = 'code' in error ? String(error.code) : ''
  if (code === 'ECONNREFUSED') return { kind: 'refused', message }
  if (error instanceof errors.HTTPParserError || error instanceof errors.HeadersOverflowError) {
    return { kind: 'malformed', message }
  }
  return { kind: 'reset', message, durationMs }
}
