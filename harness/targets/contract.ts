/** A request exactly as it goes out. Header order, duplicates and case are kept. */
export interface WireRequest {
  readonly method: string
  /** Origin-form, sent as it is: never normalised. For example `/api/claims?x=1`. */
  readonly path: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body?: string
  /**
   * `raw` goes over a bare socket, byte for byte (header values may then hold anything, as Latin-1 of UTF-8 bytes).
   * Default `http`: undici with keep-alive.
   */
  readonly transport?: 'http' | 'raw'
}

export interface WireResponse {
  readonly status: number
  /** Names lower case, in order, duplicates kept. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** At most `maxBodyBytes` (1 MiB), as text. */
  readonly body: string
}

/** What came of a request: an answer, or none and why. */
export type Answer =
  | { readonly kind: 'response'; readonly response: WireResponse; readonly durationMs: number }
  /** No complete answer within the time limit. */
  | { readonly kind: 'timeout'; readonly afterMs: number }
  /** The connection was closed or reset before a complete answer. */
  | { readonly kind: 'reset'; readonly message: string; readonly durationMs: number }
  /** Nothing listens any more. */
  | { readonly kind: 'refused'; readonly message: string }
  /** The answer is not HTTP. */
  | { readonly kind: 'malformed'; readonly message: string }

/** An implementation under test, running. Disposing ends it and everything it started. */
export interface RunningTarget extends AsyncDisposable {
  /** How it runs: a `module` without a socket cannot take `raw` requests. */
  readonly kind: 'module' | 'process' | 'url'
  /** For the curl line of a finding. For a module without a socket: `http://module.invalid`. */
  readonly baseUrl: string
  readonly acceptsRaw: boolean
  send(request: WireRequest, options: { readonly timeoutMs: number }): Promise<Answer>
  /**
   * The next request goes over a new connection: to a server whose clock was moved the idle ones look hours old, and it
   * closes them at any moment.
   */
  forgetConnections?(): void
  /** The last lines of stdout and stderr, oldest first, redacted. */
  output(): string
  /** How it ended, if it did: exit code or signal. */
  ended(): { readonly code: number | null; readonly signal: string | null } | undefined
}
