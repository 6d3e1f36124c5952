import type { AccessToken, GetTokenOptions, TokenCredential } from '@azure/identity'
import { z } from 'zod'

import { createTokenCache } from '../token-cache/token-cache.ts'
import type { AcquireToken } from '../token-cache/token-cache.ts'

export interface AuthServerOptions {
  /** Where the broker is, for example `http://127.0.0.1:8080`. */
  readonly serverUrl: string
  /** What the broker knows its callers by. */
  readonly secret: string
  /** For one answer of the broker. Default 30 000. */
  readonly timeoutMs?: number
  /** Default: the global one, looked up at each call. */
  readonly fetch?: typeof fetch
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly now?: () => number
}

export type AuthServerErrorKind =
  /** The broker does not answer. */
  | 'unreachable'
  /** It does not know the secret. */
  | 'secret-refused'
  /** It gives no tokens for this scope. */
  | 'scope-refused'
  /** It got none from Azure. */
  | 'no-token'
  /** What it answered is no token. */
  | 'bad-answer'
  /** What the SDK asks for is nothing a broker can give. */
  | 'unsupported'

/**
 * There is no token. It is not `CredentialUnavailableError`: who configures a broker wants its tokens, and in a
 * `ChainedTokenCredential` no other credential takes its place.
 */
export class AuthServerError extends Error {
  override readonly name = 'AuthServerError'
  readonly kind: AuthServerErrorKind
  readonly retryAfterSeconds: number | undefined

  constructor(
    kind: AuthServerErrorKind,
    message: string,
    { cause, retryAfterSeconds }: { readonly cause?: unknown; readonly retryAfterSeconds?: number | undefined } = {},
  ) {
    super(message, { cause })
    this.kind = kind
    this.retryAfterSeconds = retryAfterSeconds
  }
}

const tokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().nonnegative(),
  refresh_in: z.number().nonnegative().optional(),
})

/**
 * A credential for any client of the Azure SDK whose tokens come from a token broker. Tokens are kept for each scope and
 * renewed five minutes before they expire; while the broker is away, the last good one serves.
 *
 * ```ts
 * const credential = new AuthServerCredential({ serverUrl: 'http://127.0.0.1:8080', secret })
 * const client = new SecretClient('https://my-vault.vault.azure.net', credential)
 * ```
 */
export class AuthServerCredential implements TokenCredential {
  readonly #tokenFor: AcquireToken

  constructor({ now = Date.now, ...options }: AuthServerOptions) {
    this.#tokenFor = createTokenCache((scope) => askBroker({ now, ...options }, scope), { now, holdMs })
  }

  /** @throws {AuthServerError} */
  async getToken(scopes: string | string[], options: GetTokenOptions = {}): Promise<AccessToken> {
    const [scope, ...more] = typeof scopes === 'string' ? [scopes] : scopes
    if (scope === undefined || more.length > 0) {
      throw new AuthServerError('unsupported', 'The token broker gives tokens for one scope at a time.')
    }
    if (options.claims !== undefined) {
      // A cached token does not meet a claims challenge, and a broker cannot pass it on.
      throw new AuthServerError('unsupported', 'The token broker cannot answer a claims challenge.')
    }
    return abortable(this.#tokenFor(scope), options.abortSignal)
  }
}

/** How long a failure stands: as long as the broker says, at most a minute. */
function holdMs(error: unknown): number {
  const seconds = error instanceof AuthServerError ? (error.retryAfterSeconds ?? 1) : 1
  return Math.min(seconds, 60) * 1000
}

type Ask = AuthServerOptions & { readonly now: () => number }

async function askBroker(options: Ask, scope: string): Promise<AccessToken> {
  const { response, text } = await exchange(options, scope)
  if (!response.ok) throw refusal(response, scope, options.now())
  const parsed = tokenAnswer.safeParse(parseJson(text))
  if (!parsed.success) throw new AuthServerError('bad-answer', 'The token broker gave an answer without a token.')
  const { access_token: token, expires_in: expiresIn, refresh_in: refreshIn } = parsed.data
  const now = options.now()
  return {
    token,
    expiresOnTimestamp: now + expiresIn * 1000,
    ...(refreshIn === undefined ? {} : { refreshAfterTimestamp: now + refreshIn * 1000 }),
    tokenType: 'Bearer',
  }
}

async function exchange({ serverUrl, secret, timeoutMs = 30_000, ...options }: Ask, scope: string) {
  const ask = options.fetch ?? fetch
  const url = `${serverUrl.replace(/\/+$/, '')}/token?${new URLSearchParams({ scope }).toString()}`
  try {
    const response = await ask(url, {
      headers: { authorization: `Bearer ${secret}`, accept: 'application/json' },
      // The secret goes to the broker and nowhere else.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    })
    return { response, text: await response.text() }
  } catch (cause) {
    throw new AuthServerError('unreachable', `The token broker at ${serverUrl} does not answer.`, { cause })
  }
}

function refusal({ status, headers }: Response, scope: string, now: number): AuthServerError {
  const retryAfterSeconds = secondsOf(headers.get('retry-after') ?? '', now)
  switch (status) {
    case 401:
      return new AuthServerError('secret-refused', 'The token broker does not accept the shared secret (401).')
    case 400:
    case 403:
      return new AuthServerError('scope-refused', `The token broker gives no tokens for ${scope} (${status}).`)
    case 502:
    case 503:
    case 504: {
      const message = `The token broker got no token for ${scope} (${status}).`
      return new AuthServerError('no-token', message, { retryAfterSeconds })
    }
    default:
      return new AuthServerError('bad-answer', `The token broker answered with ${status}.`)
  }
}

/** Retry-After has two forms, seconds and a date (RFC 9110 section 10.2.3). */
function secondsOf(retryAfter: string, now: number): number | undefined {
  if (/^\d{1,6}$/.test(retryAfter)) return Number(retryAfter)
  const date = retryAfter.endsWith('GMT') ? Date.parse(retryAfter) : NaN
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000))
}

/** One caller may give up; the others still get what they share. */
async function abortable(token: Promise<AccessToken>, signal: GetTokenOptions['abortSignal']): Promise<AccessToken> {
  if (signal === undefined) return token
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(new DOMException('The operation was aborted.', 'AbortError'))
    if (signal.aborted) return giveUp()
    signal.addEventListener('abort', giveUp)
    token.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp))
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
