import { InternalError } from '../errors.ts'
import type { Answer, WireRequest } from './contract.ts'
import { maxBodyBytes, type SendOptions } from './exchange.ts'

/** The origin of requests to a module without a socket. */
export const moduleOrigin = 'http://module.invalid'

/**
 * Calls a fetch-style function as a server would. A thrown error is what a server makes of it: 500.
 * @throws {InternalError} `REQUEST_NEEDS_SOCKET` for what a Fetch `Request` cannot hold
 */
export async function sendInProcess(
  fetch: (request: Request) => Promise<Response>,
  wire: WireRequest,
  { timeoutMs }: SendOptions,
): Promise<Answer> {
  const started = performance.now()
  const abort = new AbortController()
  const request = toRequest(wire, abort.signal)
  const late = Promise.withResolvers<Answer>()
  const timer = setTimeout(() => {
    late.resolve({ kind: 'timeout', afterMs: timeoutMs })
    abort.abort()
  }, timeoutMs)
  const answer = async (): Promise<Answer> => {
    const { status, headers, body } = await wholeAnswer(fetch, request)
    return { kind: 'response', response: { status, headers, body }, durationMs: performance.now() - started }
  }
  try {
    return await Promise.race([answer(), late.promise])
  } finally {
    clearTimeout(timer)
  }
}

async function wholeAnswer(fetch: (request: Request) => Promise<Response>, request: Request) {
  try {
    const response = await fetch(request)
    const body = Buffer.from(await response.arrayBuffer()).subarray(0, maxBodyBytes)
    return { status: response.status, headers: [...response.headers], body: body.toString('utf8') }
  } catch {
    return { status: 500, headers: [], body: '' }
  }
}

function toRequest({ transport, method, path, headers, body }: WireRequest, signal: AbortSignal): Request {
  const fix = 'Set `api.listen: true`, or let the case need `raw-socket`.'
  if (transport === 'raw') {
    throw new InternalError('REQUEST_NEEDS_SOCKET', 'A raw request cannot go to a module without a socket.', fix)
  }
  try {
    const init = { method, headers: headers.map(([name, value]): [string, string] => [name, value]), signal }
    return new Request(moduleOrigin + path, { ...init, ...(body === undefined ? {} : { body }) })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const message = `A request cannot be made without a socket: ${reason}.`
    throw new InternalError('REQUEST_NEEDS_SOCKET', message, fix, { cause: error })
  }
}
