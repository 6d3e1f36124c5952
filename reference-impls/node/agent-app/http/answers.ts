import { STATUS_CODES } from 'node:http'

import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

import { statusOf } from '../services/failure.ts'
import type { ServiceFailure } from '../services/failure.ts'

/** A problem document (RFC 9457). */
export function problem(
  c: Context,
  status: ContentfulStatusCode,
  headers: Readonly<Record<string, string>> = {},
  members: Readonly<Record<string, unknown>> = {},
): Response {
  const body = { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, ...members }
  return c.body(JSON.stringify(body), status, { ...headers, 'Content-Type': 'application/problem+json' })
}

/** The headers that belong to a failure's status. */
export function failureHeaders({ kind, service, retryAfterSeconds }: ServiceFailure): Record<string, string> {
  if (retryAfterSeconds !== undefined) return { 'Retry-After': String(retryAfterSeconds) }
  // A 401 comes with a challenge (RFC 9110 section 11.6.1); the realm says that it is not this app's own.
  return statusOf[kind] === 401 ? { 'WWW-Authenticate': `Bearer realm="${service}", error="invalid_token"` } : {}
}

export function failureProblem(c: Context, failure: ServiceFailure): Response {
  const { kind, service, message } = failure
  return problem(c, statusOf[kind], failureHeaders(failure), { detail: message, kind, service })
}
