import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

import { KeysUnavailable, Refusal, StepUpRequired } from '../auth/errors.ts'
import { InvalidInput } from './input.ts'

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

/** A problem document (RFC 9457) that says no more than the status does. */
export function problem(
  c: Context,
  status: ContentfulStatusCode,
  headers: Readonly<Record<string, string>> = {},
  members: Readonly<Record<string, unknown>> = {},
): Response {
  const body = { type: 'about:blank', title: titles[status] ?? 'Error', status, ...members }
  return c.body(JSON.stringify(body), status, { ...headers, 'Content-Type': 'application/problem+json' })
}

/** Every error's answer; what happened goes to the log and nowhere else. */
export function answerError(scope: string, log: (message: string) => void) {
  return (error: unknown, c: Context): Response => {
    if (error instanceof Refusal) {
      log(`refused: ${error.message}`)
      return refuse(c, error.kind, scope)
    }
    if (error instanceof StepUpRequired) return problem(c, 401, { 'WWW-Authenticate': claimsChallenge(error.acrs) })
    if (error instanceof KeysUnavailable) return problem(c, 503, { 'Retry-After': '5' })
    if (error instanceof InvalidInput) return problem(c, 422, {}, { fields: error.fields })
    if (error instanceof HTTPException) return problem(c, error.status)
    log(`failed: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown error'}`)
    return problem(c, 500)
  }
}

/** RFC 6750 section 3.1; a request without a token gets a challenge without an error code. */
function refuse(c: Context, kind: Refusal['kind'], scope: string): Response {
  const answers = {
    'no-token': { status: 401, challenge: 'Bearer' },
    'malformed-request': { status: 400, challenge: 'Bearer error="invalid_request"' },
    'invalid-token': { status: 401, challenge: 'Bearer error="invalid_token"' },
    'insufficient-scope': { status: 403, challenge: `Bearer error="insufficient_scope", scope="${scope}"` },
  } as const
  const { status, challenge } = answers[kind]
  return problem(c, status, { 'WWW-Authenticate': challenge })
}

/** https://learn.microsoft.com/entra/identity-platform/claims-challenge */
function claimsChallenge(acrs: string): string {
  const claims = JSON.stringify({ access_token: { acrs: { essential: true, value: acrs } } })
  const authority = 'https://login.microsoftonline.com/common/oauth2/authorize'
  const encoded = Buffer.from(claims).toString('base64')
  return `Bearer realm="", authorization_uri="${authority}", error="insufficient_claims", claims="${encoded}"`
}
