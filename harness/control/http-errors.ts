import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

import { ConfigError, HarnessError, toProblem } from '../errors.ts'

/** Every other code of ours is 400. */
const statuses: Readonly<Record<string, ContentfulStatusCode>> = {
  CONTROL_UNAUTHORIZED: 401,
  CONTROL_NOT_FOUND: 404,
  CONTROL_UNKNOWN: 404,
  CONTROL_KEY_SIGNS: 409,
  MOCK_DUPLICATE: 409,
}

export function notFound({ req }: Context): ConfigError {
  const message = `The control has no ${req.method} ${req.path}.`
  return new ConfigError('CONTROL_NOT_FOUND', message, 'Its operations are listed in docs/mock.md.')
}

/** `{ "error": { "code", "message", "fix", "details"? } }` */
export function answerError(context: Context, thrown: unknown): Response {
  const { code, message, fix, details } = toProblem(thrown)
  const known = thrown instanceof HarnessError
  if (code === 'CONTROL_UNAUTHORIZED') context.header('www-authenticate', 'Bearer')
  return context.json(
    { error: { code, message, fix, ...(known && details !== undefined ? { details } : {}) } },
    known ? (statuses[code] ?? 400) : 500,
  )
}
