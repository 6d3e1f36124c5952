import type { Captures } from '../client-case.ts'
import { parseJson } from '../execute/scenario.ts'
import { TargetError } from '../errors.ts'
import { headerValues } from '../judge.ts'
import { templateFilters } from '../variables.ts'
import { type Hop, redirectOf } from './browser.ts'
import { jsonAt } from './checks.ts'
import type { AuthorizationResponse } from './entra-visit.ts'
import { fieldOf, type LedgerRequest } from './ledger-request.ts'

/** Where captured values come from. */
export interface CaptureSources {
  readonly last: Hop
  /** Cookies of the target, as a Cookie header. */
  readonly cookies: string
  readonly request?: URL
  readonly response?: AuthorizationResponse
}

/** @throws {TargetError} `CAPTURE_MISSING` */
export function captured(captures: Captures | undefined, sources: CaptureSources): Readonly<Record<string, string>> {
  return readAll(captures, (where) => readFrom(where, sources))
}

/** @throws {TargetError} `CAPTURE_MISSING` */
export function capturedFrom(
  captures: Captures | undefined,
  requests: readonly LedgerRequest[],
): Readonly<Record<string, string>> {
  return readAll(captures, (where) => {
    const [which = '', ...field] = where.split('.')
    const request = which === 'first' ? requests[0] : requests.at(-1)
    return request && fieldOf(request, field.join('.'))
  })
}

function readAll(captures: Captures = {}, read: (where: string) => string | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(captures).map(([variable, where]) => {
      const value = read(where)
      if (value !== undefined) return [variable, value]
      throw new TargetError('CAPTURE_MISSING', `There is no ${where} to be had.`, 'Look at what the target answers.')
    }),
  )
}

function readFrom(where: string, { last, cookies, request, response }: CaptureSources): string | undefined {
  const [kind = '', rest = ''] = splitOnce(where)
  const answer = last.answer.kind === 'response' ? last.answer.response : undefined
  const to = redirectOf(last)
  switch (kind) {
    case 'location':
      return rest.startsWith('query.') ? (to?.searchParams.get(rest.slice(6)) ?? undefined) : to?.href
    case 'request':
      return request?.searchParams.get(rest) ?? undefined
    case 'response':
    case 'form':
      return response?.parameters[rest]
    case 'json':
      return jsonAt(parseJson(answer?.body ?? ''), rest)
    case 'header':
      return answer && headerValues(answer, rest.toLowerCase())[0]
    case 'session':
      return cookies
    case 'cookie':
      return new RegExp(`(?:^|; )${templateFilters.regex(rest)}=([^;]*)`).exec(cookies)?.[1]
    case 'body':
      return new RegExp(rest).exec(answer?.body ?? '')?.[1]
    default:
      return undefined
  }
}

/** The kind and the rest, parted by the first `.` or `:`. */
function splitOnce(where: string): readonly string[] {
  const at = where.search(/[.:]/)
  return at === -1 ? [where] : [where.slice(0, at), where.slice(at + 1)]
}
