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

/** @throws {Problem} when there is no state */
export type ReadResponse = (c: Context) => Promise<AuthorizationResponse>

/**
 * From where it was asked for, and nowhere else. A parameter that is there twice is not there (RFC 6749 section 3.1).
 * @param mode as it was asked for
 */
export function responseReader(mode: 'query' | 'form_post'): ReadResponse {
  return async (c) => {
    const parameters = mode === 'query' ? new URL(c.req.url).searchParams : new URLSearchParams(await c.req.text())
    const one = (name: string): string | undefined => {
      const values = parameters.getAll(name)
      return values.length === 1 && values[0] !== '' ? values[0] : undefined
    }
    const state = one('state')
    if (state === undefined) throw signInRefused('there is no state')
    if (parameters.getAll('iss').length > 1) throw signInRefused('the answer is another issuer’s')
    return { state, code: one('code'), error: one('error'), iss: one('iss') }
  }
}
