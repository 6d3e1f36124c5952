import { z } from 'zod'

import { readRetryAfter } from './entra/network.ts'
import { Problem } from './problems.ts'

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** In full. */
  readonly url: string
  readonly body?: Readonly<Record<string, string>>
}

export interface ApiAnswer {
  readonly status: number
  /** Undefined when there was none. */
  readonly body: unknown
  /** The claims request (JSON) of a claims challenge. */
  readonly claims?: string
}

/** Calls the protected API. */
export interface ApiClient {
  /** @throws {Problem} when there is no answer, or none that can be read */
  send(request: ApiRequest, accessToken: string, correlationId: string): Promise<ApiAnswer>
}

/** A page of posts is far smaller. */
const mostBytes = 1024 * 1024

export function createApiClient({ timeoutMs }: { readonly timeoutMs: number }): ApiClient {
  return {
    async send({ method, url, body }, accessToken, correlationId) {
      const answer = await exchange(url, {
        method,
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${accessToken}`,
          'x-correlation-id': correlationId,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        // The token is for this address and no other.
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      })
      if (answer.status === 429 || answer.status >= 500) throw busy(answer)
      if (answer.status >= 300 && answer.status < 400) throw unusable('it redirects')
      const claims = answer.status === 401 ? claimsChallenge(answer.headers.get('www-authenticate')) : undefined
      const read = answer.status < 300 || answer.status === 422 ? await readJson(answer) : await discard(answer)
      return { status: answer.status, body: read, ...(claims === undefined ? {} : { claims }) }
    },
  }
}

async function exchange(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    throw failure(error)
  }
}

async function readJson(answer: Response): Promise<unknown> {
  if (answer.status === 204) return undefined
  try {
    const text = await limitedText(answer)
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) throw unusable('its answer is not JSON')
    throw failure(error)
  }
}

async function limitedText(answer: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  const body: AsyncIterable<Uint8Array> | null = answer.body
  // Leaving the loop by an error cancels the body.
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength
    if (bytes > mostBytes) throw unusable('its answer is too long')
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

async function discard(answer: Response): Promise<undefined> {
  await answer.body?.cancel()
  return undefined
}

function failure(error: unknown): Problem {
  if (error instanceof Problem) return error
  const advice = 'The application behind this page cannot be reached. Please try again in a few minutes.'
  if (error instanceof Error && error.name === 'TimeoutError') {
    return new Problem(504, 'The API does not answer', advice, 'API: no answer in time')
  }
  return new Problem(502, 'The API does not answer', advice, 'API: no connection, or it broke')
}

function busy(answer: Response): Problem {
  void answer.body?.cancel()
  const seconds = readRetryAfter(answer.headers.get('retry-after'))
  const when = seconds === 0 ? 'in a few minutes' : `in ${seconds} seconds`
  return new Problem(502, 'The API has a problem', `Please try again ${when}.`, `API: status ${answer.status}`)
}

function unusable(reason: string): Problem {
  return new Problem(502, 'The API gave no usable answer', 'Please try again later.', `API: ${reason}`)
}

const claimsRequest = z.record(z.string(), z.unknown())

/** https://learn.microsoft.com/entra/identity-platform/claims-challenge */
export function claimsChallenge(header: string | null): string | undefined {
  if (header === null || header.length > 8192 || !/\berror="?insufficient_claims\b/.test(header)) return undefined
  const encoded = /\bclaims="([A-Za-z0-9+/_=-]+)"/.exec(header)?.[1]
  if (encoded === undefined) return undefined
  try {
    return JSON.stringify(claimsRequest.parse(JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'))))
  } catch {
    return undefined
  }
}
