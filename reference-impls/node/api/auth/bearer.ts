import { Refusal } from './errors.ts'

/** Entra's largest tokens (200 group IDs) stay well below; Node's own limit for all headers is 16 KiB. */
const maxTokenLength = 16_000

/** RFC 6750 section 2.1: `Bearer 1*SP b64token`; the scheme is case-insensitive (RFC 9110 section 11.1). */
const bearerCredentials = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i

/**
 * The bearer token of a request.
 * @throws {Refusal} `no-token` when there is none, `malformed-request` when the header cannot be read in one way only.
 */
export function bearerToken(request: { readonly headers: Headers; readonly url: string }): string {
  // Two Authorization headers arrive joined by a comma, which no part of the syntax allows.
  const header = request.headers.get('authorization')
  if (header === null) throw new Refusal('no-token', 'no Authorization header')
  if (/,\s*Bearer\b/i.test(header)) throw new Refusal('malformed-request', 'more than one credential')
  if (!/^Bearer( |$)/i.test(header)) throw new Refusal('no-token', 'another authentication scheme')
  const token = bearerCredentials.exec(header)?.[1]
  if (token === undefined) throw new Refusal('malformed-request', 'not the syntax of a bearer credential')
  if (token.length > maxTokenLength) throw new Refusal('malformed-request', 'the token is too long')
  // RFC 6750 section 2: a client must not use more than one way to send the token.
  if (new URL(request.url).searchParams.has('access_token')) {
    throw new Refusal('malformed-request', 'tokens in header and query')
  }
  return token
}
