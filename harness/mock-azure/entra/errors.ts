import type { Clock, RandomSource } from '../../clock.ts'
import type { JsonObject } from '../../json.ts'
import { entraJson } from './answers.ts'

const guid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i

/** One row of Microsoft's error codes, as the token endpoint answers it. `{name}` in `text` is filled in. */
interface EntraErrorFacts {
  /** The OAuth 2.0 error code. */
  readonly error: string
  readonly status: 400 | 401
  readonly text: string
  /** Whether Microsoft keeps a page about it, which `error_uri` then names. */
  readonly page?: true
}

/**
 * Entra ID's errors by their AADSTS number.
 * Source: https://learn.microsoft.com/entra/identity-platform/reference-error-codes and published recordings.
 */
export const entraErrors = {
  50011: {
    error: 'invalid_request',
    status: 400,
    text: "The redirect URI '{redirectUri}' does not match the redirect URIs configured for the application '{client}'.",
    page: true,
  },
  50049: { error: 'invalid_instance', status: 400, text: 'Unknown or invalid instance.', page: true },
  50059: {
    error: 'invalid_request',
    status: 400,
    text: 'No tenant-identifying information found in either the request or implied by any provided credentials.',
    page: true,
  },
  70003: { error: 'unsupported_grant_type', status: 400, text: "The access grant '{grant}' is not supported." },
  70011: {
    error: 'invalid_scope',
    status: 400,
    text: "The provided value for the input parameter 'scope' is not valid. The scope {scope} is not valid.",
  },
  90002: {
    error: 'invalid_request',
    status: 400,
    text: "Tenant '{tenant}' not found. Check the tenant ID and that it belongs to this cloud.",
    page: true,
  },
  500011: {
    error: 'invalid_resource',
    status: 400,
    text: 'The resource principal named {resource} was not found in the tenant named {tenant}.',
    page: true,
  },
  500113: { error: 'invalid_request', status: 400, text: 'No reply address is registered for the application.' },
  700016: {
    error: 'unauthorized_client',
    status: 400,
    text: "Application with identifier '{client}' was not found in the directory '{tenant}'.",
    page: true,
  },
  700027: {
    error: 'invalid_client',
    status: 401,
    text: "The certificate used to sign the client assertion is not registered on the application '{client}'.",
    page: true,
  },
  900023: {
    error: 'invalid_request',
    status: 400,
    text: "Specified tenant identifier '{tenant}' is neither a valid DNS name, nor a valid external domain.",
    page: true,
  },
  900144: {
    error: 'invalid_request',
    status: 400,
    text: "The request body must contain the following parameter: '{parameter}'.",
    page: true,
  },
  900561: {
    error: 'invalid_request',
    status: 400,
    text: 'The endpoint only accepts {accepted} requests. Received a {method} request.',
    page: true,
  },
  1002012: {
    error: 'invalid_scope',
    status: 400,
    text: "The scope {scope} is not valid. Client credential flows must name a resource with the suffix '/.default'.",
  },
  7000215: {
    error: 'invalid_client',
    status: 401,
    text: "Invalid client secret provided for app '{client}'.",
    page: true,
  },
  7000216: {
    error: 'invalid_client',
    status: 401,
    text: "'client_assertion', 'client_secret' or 'request' is required for the '{grant}' grant type.",
    page: true,
  },
  9000411: {
    error: 'invalid_request',
    status: 400,
    text: "The request is not properly formatted. The parameter '{parameter}' is duplicated.",
    page: true,
  },
  9001023: {
    error: 'invalid_request',
    status: 400,
    text: "The grant type '{grant}' is not supported over the /common or /consumers endpoints.",
    page: true,
  },
} as const satisfies { readonly [code: number]: EntraErrorFacts }

export type EntraErrorCode = keyof typeof entraErrors

/** What fills the places in an error's text. */
export type EntraErrorDetails = Readonly<Record<string, string>>

/** Thrown inside the token endpoint; never leaves mock Azure. */
export class EntraFailure extends Error {
  readonly code: EntraErrorCode
  readonly details: EntraErrorDetails

  constructor(code: EntraErrorCode, details: EntraErrorDetails = {}) {
    super(`AADSTS${code}`)
    this.name = 'EntraFailure'
    this.code = code
    this.details = details
  }
}

/** /token and /authorize tell a name that cannot be a tenant's from one that merely is not. */
export function unknownTenant(segment: string): EntraFailure {
  return new EntraFailure(guid.test(segment) || segment.includes('.') ? 90002 : 900023, { tenant: segment })
}

/** Source: https://learn.microsoft.com/entra/identity-platform/reference-error-codes#handling-error-codes-in-your-application */
export type EntraErrorBody = JsonObject & { readonly error: string; readonly error_description: string }

interface Origin {
  readonly clock: Clock
  readonly random: RandomSource
  readonly url: URL
  readonly headers: Headers
}

/**
 * The JSON document of an error.
 * @param as replaces the table's OAuth error: metadata endpoints say `invalid_tenant` where /token says
 *   `invalid_request`
 */
export function entraErrorBody(origin: Origin, { code, details }: EntraFailure, as?: string): EntraErrorBody {
  const facts: EntraErrorFacts = entraErrors[code]
  const text = facts.text.replace(/\{(\w+)\}/g, (place, name: string) => details[name] ?? place)
  const timestamp = formatInstant(origin.clock.now())
  const traceId = origin.random.uuid()
  const correlationId = clientRequestId(origin) ?? origin.random.uuid()
  return {
    error: as ?? facts.error,
    error_description: `AADSTS${code}: ${text} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    error_codes: [code],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    ...(facts.page ? { error_uri: `https://${origin.url.hostname}/error?code=${code}` } : {}),
  }
}

/** The same as an answer. */
export function entraErrorAnswer(origin: Origin, failure: EntraFailure, as?: string): Response {
  const { status } = entraErrors[failure.code]
  return entraJson(entraErrorBody(origin, failure, as), origin.random, { status, cache: 'no-store' })
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
