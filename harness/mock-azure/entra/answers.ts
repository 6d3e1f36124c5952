import type { RandomSource } from '../../clock.ts'
import type { JsonObject } from '../../json.ts'

const cacheControl = {
  /** Metadata and key sets. */
  day: 'max-age=86400, private',
  /** Tokens and errors (RFC 6749 §5.1). */
  'no-store': 'no-store, no-cache',
} as const

interface AnswerOptions {
  /** Default 200. */
  readonly status?: number
  readonly cache: keyof typeof cacheControl
  readonly headers?: Readonly<Record<string, string>>
}

/** A JSON answer with the headers Entra ID puts on every one. */
export function entraJson(body: JsonObject, random: RandomSource, options: AnswerOptions): Response {
  return answer(JSON.stringify(body), 'application/json; charset=utf-8', random, options)
}

/** A page. Nobody may put it into a frame of theirs. */
export function entraPage(html: string, random: RandomSource, status = 200): Response {
  return answer(html, 'text/html; charset=utf-8', random, {
    status,
    cache: 'no-store',
    headers: { 'x-frame-options': 'DENY', 'referrer-policy': 'strict-origin-when-cross-origin' },
  })
}

/** A redirect that the browser follows with GET. */
export function entraRedirect(location: string, random: RandomSource): Response {
  return answer('', 'text/html; charset=utf-8', random, { status: 302, cache: 'no-store', headers: { location } })
}

/** The answer to a CORS preflight. */
export function entraPreflight(methods: string, random: RandomSource): Response {
  const headers = {
    'access-control-allow-origin': '*',
    'access-control-allow-methods': methods,
    'access-control-allow-headers': '*',
  }
  return answer('', 'text/plain', random, { cache: 'no-store', headers })
}

function answer(body: string, contentType: string, random: RandomSource, options: AnswerOptions): Response {
  return new Response(body, {
    status: options.status ?? 200,
    headers: {
      'cache-control': cacheControl[options.cache],
      ...(options.cache === 'no-store' ? { pragma: 'no-cache', expires: '-1' } : {}),
      'content-type': contentType,
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'x-ms-request-id': random.uuid(),
      'x-ms-ests-server': '2.1.0.0 - MOCK ProdSlices',
      ...options.headers,
    },
  })
}
