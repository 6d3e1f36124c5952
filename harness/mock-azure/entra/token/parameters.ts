import { EntraFailure } from '../errors.ts'

/** The parameters of a token request, each at most once. */
export interface Parameters {
  readonly all: ReadonlyMap<string, string>
  get(name: string): string | undefined
  /** @throws {EntraFailure} 900144 when it is missing or empty */
  require(name: string): string
}

/**
 * Reads a form body. A client that authenticates by HTTP Basic (RFC 6749 §2.3.1) is read as if it had sent `client_id`
 * and `client_secret` in the body.
 * @throws {EntraFailure} 9000411 when a parameter is there twice (RFC 6749 §3.2)
 */
export function readParameters(headers: Headers, body: string): Parameters {
  const pairs = [...(isForm(headers) ? new URLSearchParams(body) : [])]
  const basic = readBasic(headers.get('authorization'))
  if (basic) {
    if (!pairs.some(([name, value]) => name === 'client_id' && value === basic.clientId)) {
      pairs.push(['client_id', basic.clientId])
    }
    pairs.push(['client_secret', basic.clientSecret])
  }
  return collect(pairs)
}

/**
 * The parameters of a request by query or, if it is a POST, by form.
 * @throws {EntraFailure} 9000411 when one is there twice (RFC 6749 §3.1)
 */
export function readPageParameters(method: string, url: URL, headers: Headers, body: string): Parameters {
  if (method !== 'POST') return collect(url.searchParams)
  return collect(isForm(headers) ? new URLSearchParams(body) : [])
}

function collect(pairs: Iterable<readonly [string, string]>): Parameters {
  const values = new Map<string, string>()
  for (const [name, value] of pairs) {
    if (values.has(name)) throw new EntraFailure(9000411, { parameter: name })
    // An empty parameter counts as omitted (RFC 6749 §3.2).
    if (value !== '') values.set(name, value)
  }
  return {
    all: values,
    get: (name) => values.get(name),
    require(name) {
      const value = values.get(name)
      if (value === undefined) throw new EntraFailure(900144, { parameter: name })
      return value
    },
  }
}

function isForm(headers: Headers): boolean {
  return (headers.get('content-type') ?? '').toLowerCase().startsWith('application/x-www-form-urlencoded')
}

/** Both halves are form-encoded before they are joined. Undefined: no usable Basic header. */
function readBasic(header: string | null): { clientId: string; clientSecret: string } | undefined {
  const encoded = /^basic +([\w+/]+=*)$/i.exec(header ?? '')?.[1]
  if (encoded === undefined) return undefined
  const [, clientId, clientSecret] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? []
  if (clientId === undefined || clientSecret === undefined) return undefined
  return { clientId: formDecode(clientId), clientSecret: formDecode(clientSecret) }
}

function formDecode(text: string): string {
  return new URLSearchParams(`text=${text.replaceAll('&', '%26')}`).get('text') ?? ''
}
