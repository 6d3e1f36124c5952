import type { Context } from 'hono'

import { signInRefused } from '../problems.ts'

/** What Entra ID sends back through the browser (RFC 6749 section 4.1.2). */
export interface AuthorizationResponse {
  readonly state: string
  readonly code: string | undefined
  readonly error: string | undefined
  /** Of the authorization server (RFC 9207). */
  readonly iss: string | undefined
}

/**
 * A parameter that is there twice is not there (RFC 6749 section 3.1).
 * @throws {Problem} when there is no state
 */
export function readResponse(c: Context): AuthorizationResponse {
  const one = (name: string): string | undefined => {
    const values = c.req.queries(name) ?? []
    return values.length === 1 && values[0] !== '' ? values[0] : undefined
  }
  const state = one('state')
  if (state === undefined) throw signInRefused('there is no state')
  if ((c.req.queries('iss') ?? []).length > 1) throw signInRefused('the answer is another issuer’s')
  return { state, code: one('code'), error: one('error'), iss: one('iss') }
}
