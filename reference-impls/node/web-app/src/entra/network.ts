import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node'

/** Entra ID did not answer, or not with JSON. */
export class NetworkFailure extends Error {
  override readonly name = 'NetworkFailure'
}

/**
 * How MSAL reaches Entra ID. Its own client waits for an answer for as long as it takes and follows redirects, with the
 * app's credential and the user's refresh token in the body.
 */
export function createNetwork(timeoutMs: number): INetworkModule & {
  /** What the last answer asked for; 0 when it asked for nothing. */
  retryAfterSeconds(): number
} {
  let retryAfter = 0

  async function send<T>(url: string, init: RequestInit): Promise<NetworkResponse<T>> {
    const response = await answer(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) })
    retryAfter = response.ok ? 0 : readRetryAfter(response.headers.get('retry-after'))
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- MSAL names the type it hopes for, and checks what it reads
    const body = (await json(response)) as T
    return { status: response.status, headers: Object.fromEntries(response.headers), body }
  }

  return {
    sendGetRequestAsync: <T>(url: string, options?: NetworkRequestOptions) =>
      send<T>(url, { method: 'GET', headers: options?.headers ?? {} }),
    sendPostRequestAsync: <T>(url: string, options?: NetworkRequestOptions) =>
      send<T>(url, { method: 'POST', headers: options?.headers ?? {}, body: options?.body ?? '' }),
    retryAfterSeconds: () => retryAfter,
  }
}

async function answer(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    throw new NetworkFailure(
      error instanceof Error && error.name === 'TimeoutError' ? 'no answer in time' : 'no answer',
    )
  }
}

async function json(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch {
    throw new NetworkFailure(`the answer, status ${response.status}, is not JSON`)
  }
}

/** Longer than this nobody waits. */
const longestPauseSeconds = 600

/** Seconds or a date (RFC 9110 section 10.2.3). */
export function readRetryAfter(value: string | null, now = Date.now()): number {
  if (value === null) return 0
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - now) / 1000
  return Number.isNaN(seconds) ? 0 : Math.min(Math.max(0, Math.ceil(seconds)), longestPauseSeconds)
}
