import type { Clock, RandomSource } from '../../clock.ts'
import type { JsonObject } from '../../json.ts'
import { entraJson } from './answers.ts'
import { type EntraErrorCode, type EntraErrorFacts, entraErrors } from './error-table.ts'

const guid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i

/** What fills the places in an error's text. */
export type EntraErrorDetails = Readonly<Record<string, string>>

interface FailureOptions {
  /** Replaces the table's OAuth error, where Entra ID words the same failure differently by endpoint. */
  readonly as?: string
  /** What a client has to ask for in its next sign-in: a claims request (OpenID Connect Core 1.0 §5.5). */
  readonly claims?: JsonObject
}

/** Thrown inside Entra ID's endpoints; never leaves mock Azure. */
export class EntraFailure extends Error {
  readonly code: EntraErrorCode
  readonly details: EntraErrorDetails
  readonly options: FailureOptions

  constructor(code: EntraErrorCode, details: EntraErrorDetails = {}, options: FailureOptions = {}) {
    super(`AADSTS${code}`)
    this.name = 'EntraFailure'
    this.code = code
    this.details = details
    this.options = options
  }
}

/** /token and /authorize tell a name that cannot be a tenant's from one that merely is not. */
export function unknownTenant(segment: string): EntraFailure {
  return new EntraFailure(guid.test(segment) || segment.includes('.') ? 90002 : 900023, { tenant: segment })
}

/** Source: https://learn.microsoft.com/entra/identity-platform/reference-error-codes#handling-error-codes-in-your-application */
export type EntraErrorBody = JsonObject & {
  readonly error: string
  readonly error_description: string
  readonly trace_id: string
}

interface Origin {
  readonly clock: Clock
  readonly random: RandomSource
  readonly url: URL
  readonly headers: Headers
}

/** The JSON document of an error. */
export function entraErrorBody(origin: Origin, { code, details, options }: EntraFailure): EntraErrorBody {
  const facts: EntraErrorFacts = entraErrors[code]
  const text = facts.text.replace(/\{(\w+)\}/g, (place, name: string) => details[name] ?? place)
  const timestamp = formatInstant(origin.clock.now())
  const traceId = origin.random.uuid()
  const correlationId = clientRequestId(origin) ?? origin.random.uuid()
  return {
    error: options.as ?? facts.error,
    error_description: `AADSTS${code}: ${text} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    error_codes: [code],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    ...(facts.page ? { error_uri: `https://${origin.url.hostname}/error?code=${code}` } : {}),
    ...(facts.suberror === undefined ? {} : { suberror: facts.suberror }),
    ...(options.claims === undefined ? {} : { claims: JSON.stringify(options.claims) }),
  }
}

/** The same as an answer. */
export function entraErrorAnswer(origin: Origin, failure: EntraFailure): Response {
  const { status } = entraErrors[failure.code]
  const body = entraErrorBody(origin, failure)
  // The trace is the request's own identifier; the telemetry header is the one `/token` explains.
  const headers = { 'x-ms-request-id': body.trace_id, 'x-ms-clitelem': `1,${failure.code},0,,` }
  return entraJson(body, origin.random, { status, cache: 'no-store', headers })
}

/** Entra ID takes the caller's correlation ID if it is a GUID. */
function clientRequestId({ url, headers }: Origin): string | undefined {
  const given = headers.get('client-request-id') ?? url.searchParams.get('client-request-id')
  return given !== null && guid.test(given) ? given.toLowerCase() : undefined
}

/** Milliseconds since the epoch as Entra ID writes them: `YYYY-MM-DD HH:MM:SSZ`. */
function formatInstant(ms: number): string {
  // oxlint-disable-next-line eslint/no-restricted-globals -- formats a given instant, reads no clock
  return new Date(ms)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, 'Z')
}
