/** What went wrong between this app and a service it uses. */
export type FailureKind =
  | 'no-token'
  | 'token-refused'
  | 'role-missing'
  | 'busy'
  | 'rejected'
  | 'unreachable'
  | 'timeout'
  | 'bad-answer'

/**
 * The status this app answers with. A refusal of its identity is handed on as it came, 401 and 403; the rest is what
 * gateways say (RFC 9110 section 15.6).
 */
export const statusOf = {
  'no-token': 503,
  'token-refused': 401,
  'role-missing': 403,
  busy: 503,
  rejected: 502,
  unreachable: 502,
  timeout: 504,
  'bad-answer': 502,
} as const satisfies Record<FailureKind, number>

interface FailureDetails {
  readonly cause?: unknown
  readonly retryAfterSeconds?: number | undefined
}

/** A service gave no answer that can be shown. The message is for the person who reads the page. */
export class ServiceFailure extends Error {
  override readonly name = 'ServiceFailure'
  readonly kind: FailureKind
  /** For example `Azure OpenAI`. */
  readonly service: string
  readonly retryAfterSeconds: number | undefined

  constructor(kind: FailureKind, service: string, message: string, { cause, retryAfterSeconds }: FailureDetails = {}) {
    super(message, { cause })
    this.kind = kind
    this.service = service
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/**
 * The causes of an error in one line, for the log. Errors of the Azure SDK hold what each credential of a chain said; none
 * of it is a token.
 */
export function oneLine(error: unknown): string {
  const texts: string[] = []
  for (let at = error; at instanceof Error && texts.length < 4; at = at.cause) texts.push(summary(at))
  return texts.join(' <- ')
}

function summary(error: Error): string {
  const inner: unknown = 'errors' in error ? error.errors : undefined
  const said = Array.isArray(inner)
    ? inner
        .map(String)
        .map((text) => shorten(text, 160))
        .join(' | ')
    : ''
  return said === '' ? `${error.name}: ${shorten(error.message, 300)}` : `${error.name}: ${said}`
}

function shorten(text: string, length: number): string {
  return text.replaceAll(/\s+/g, ' ').slice(0, length)
}
