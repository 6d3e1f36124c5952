import type { Json, JsonObject } from '../../json.ts'
import type { Endpoint } from '../contract.ts'
import { atEndpoint, createRoutes, type Service } from '../service.ts'
import type { IssuedToken, ManagedIdentityCloud } from './access-token.ts'
import type { IdentitySelector } from './workload.ts'

export interface SourceRequest {
  readonly cloud: ManagedIdentityCloud
  readonly headers: Headers
  readonly query: URLSearchParams
  /** The body as a form. */
  readonly form: URLSearchParams
}

export interface TokenEndpoint {
  readonly endpoint: Endpoint
  /** Scheme and host and path as clients are told it; a trailing slash in a request makes no difference. */
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly answer: (request: SourceRequest) => Promise<Response>
}

/** A managed identity source: one host with one path that hands out tokens. */
export function tokenEndpoint(cloud: ManagedIdentityCloud, { endpoint, url, method, answer }: TokenEndpoint): Service {
  const { hostname, pathname } = new URL(url)
  const app = createRoutes()
  const path = pathname.toLowerCase()
  app.on(['ALL'], [path, `${path}/`], (context) => {
    const tenantId = cloud.workload.identities[0]?.tenantId
    return atEndpoint(context, { endpoint, tenantId }, () => {
      const { req, env } = context
      if (req.method !== method) return json({ error: 'method_not_allowed' }, 405, { allow: method })
      const query = new URL(req.url).searchParams
      return answer({ cloud, headers: req.raw.headers, query, form: new URLSearchParams(env.body) })
    })
  })
  return { hosts: new Set([hostname]), app }
}

export function json(body: JsonObject, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json(body, { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers } })
}

/** The times of a token as strings, which is how all sources but one write them. */
export function times(token: IssuedToken): Record<'expires_in' | 'expires_on' | 'not_before', string> {
  return {
    expires_in: String(token.expiresIn),
    expires_on: String(token.expiresOn),
    not_before: String(token.notBefore),
  }
}

/** The parameters by which a source lets the caller name an identity. */
export type SelectorParameters = Readonly<Record<string, IdentitySelector['by']>>

/** All selectors of a request; a source accepts at most one. */
export function readSelectors(query: URLSearchParams, parameters: SelectorParameters): readonly IdentitySelector[] {
  return [...query].flatMap(([name, value]) => {
    const by = parameters[name]
    return by === undefined || value === '' ? [] : [{ by, value }]
  })
}

/** An error as Entra ID's own endpoints write it. */
export function oauthError(
  error: string,
  description: string,
  status = 400,
  more: Record<string, Json> = {},
): Response {
  return json({ error, error_description: description, ...more }, status)
}
