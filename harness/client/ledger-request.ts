import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import type { LedgerEntry } from '../mock-azure/contract.ts'
import { parseJson } from '../execute/scenario.ts'

/** A token as the ledger describes it: its header and claims, and a hash by which two can be told apart. */
export interface DescribedToken {
  readonly header: JsonObject
  readonly claims: JsonObject
  readonly sha256: string
}

/** A request of the ledger, taken apart. Credentials are descriptions (`redact.ts`), never themselves. */
export interface LedgerRequest {
  readonly entry: LedgerEntry
  /** Without the query. */
  readonly url: string
  readonly query: ReadonlyMap<string, string>
  readonly form: ReadonlyMap<string, string>
  readonly json: unknown
  readonly assertion: DescribedToken | undefined
  readonly bearer: DescribedToken | undefined
}

export function readRequest(entry: LedgerEntry): LedgerRequest {
  const mark = entry.url.indexOf('?')
  const body = entry.requestBody ?? ''
  const form = /^\s*[[{"]/.test(body) ? new Map<string, string>() : pairsOf(body)
  return {
    entry,
    url: mark === -1 ? entry.url : entry.url.slice(0, mark),
    query: mark === -1 ? new Map() : pairsOf(entry.url.slice(mark + 1)),
    form,
    json: parseJson(body),
    assertion: describedToken(form.get('client_assertion')),
    bearer: describedToken(entry.requestHeaders['authorization']),
  }
}

const description = /\[token header=(\{.*\}) claims=(\{.*\}) sha256=([\da-f]+)\]/s

function describedToken(text: string | undefined): DescribedToken | undefined {
  const [, header = '', claims = '', sha256 = ''] = description.exec(text ?? '') ?? []
  const [readHeader, readClaims] = [parseJson(header), parseJson(claims)]
  return isJsonObject(readHeader) && isJsonObject(readClaims)
    ? { header: readHeader, claims: readClaims, sha256 }
    : undefined
}

/** A description of a credential (`redact.ts`) stands as it is, whatever characters it has; anything else up to `&`. */
const pair = /([^=&]+)(?:=(\[(?:token|redacted) .*? ?sha256=[\da-f]{12}\]|[^&]*))?(?:&|$)/gs

/** Names and values of a form. */
function pairsOf(form: string): ReadonlyMap<string, string> {
  const pairs = [...form.matchAll(pair)].map(
    ([, name = '', value = '']) => [decode(name), value.startsWith('[') ? value : decode(value)] as const,
  )
  // As Entra ID does: the first of two counts.
  return new Map(pairs.toReversed())
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

/**
 * A field by the name that cases give it (`RequestField`): `query.state`, `form.scope`, `header.x-identity-header`,
 * `anywhere.client-request-id` (in a header, the query or the form),
 * `assertion` and `bearer` (their hashes), `assertion.claims.sub`, `bearer.header.kid`, `url`, `method`.
 */
export function fieldOf(request: LedgerRequest, field: string): string | undefined {
  const [part = '', ...path] = field.split('.')
  const name = path.join('.')
  switch (part) {
    case 'url':
      return request.url
    case 'method':
      return request.entry.method
    case 'query':
      return request.query.get(name)
    case 'form':
      return request.form.get(name)
    case 'header':
      return request.entry.requestHeaders[name.toLowerCase()]
    case 'anywhere':
      return fieldOf(request, `header.${name}`) ?? fieldOf(request, `query.${name}`) ?? fieldOf(request, `form.${name}`)
    case 'assertion':
    case 'bearer':
      return tokenField(request[part], name)
    default:
      return undefined
  }
}

function tokenField(token: DescribedToken | undefined, name: string): string | undefined {
  if (token === undefined || name === '') return token?.sha256
  const dot = name.indexOf('.')
  const [part, member] = [name.slice(0, dot), name.slice(dot + 1)]
  return asText(part === 'header' ? token.header[member] : part === 'claims' ? token.claims[member] : undefined)
}

/** A JSON value as checks compare it: texts bare, the rest as JSON. */
export function asText(value: Json | undefined): string | undefined {
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value)
}
