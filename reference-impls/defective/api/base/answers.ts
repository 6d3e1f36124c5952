import type { Context } from './contract.ts'
import type { Denial } from './denial.ts'

/** RFC 6750 §3: the challenge of a refusal, or none where it is not about the token. */
export function challenge(denial: Denial, { settings }: Context): string | undefined {
  if (denial.code === undefined) return denial.status === 401 ? 'Bearer' : undefined
  const details = [`error="${denial.code}"`, `error_description="${denial.message}"`]
  if (denial.claims === undefined) return `Bearer ${details.join(', ')}`
  const authority = `https://login.microsoftonline.com/${settings.tenantId}/oauth2/v2.0/authorize`
  return `Bearer realm="", authorization_uri="${authority}", ${details.join(', ')}, claims="${denial.claims}"`
}

/** A refusal as problem+json (RFC 9457): a status and a fixed text, nothing of the request. */
export function deny(denial: Denial, _request: Request, context: Context): Response {
  const headers = new Headers({ 'content-type': 'application/problem+json' })
  const value = context.steps.challenge(denial, context)
  if (value !== undefined) headers.set('www-authenticate', value)
  const body = { status: denial.status, title: denial.message, ...(denial.code ? { code: denial.code } : {}) }
  return new Response(JSON.stringify(body), { status: denial.status, headers })
}

/** Anything unforeseen: the caller learns that it failed and nothing else. */
export function fail(_error: unknown): Response {
  const headers = { 'content-type': 'application/problem+json' }
  return new Response(JSON.stringify({ status: 500, title: 'Something went wrong.' }), { status: 500, headers })
}

/** The answer to a preflight of an allowed origin; a foreign one gets no permission. */
export function preflight(request: Request, { steps, settings }: Context): Response | undefined {
  const { headers } = request
  if (request.method !== 'OPTIONS' || !headers.has('origin') || !headers.has('access-control-request-method')) {
    return undefined
  }
  const answer = new Response(null, { status: 204 })
  if (!steps.originAllowed(headers.get('origin') ?? '', settings.allowedOrigins)) return answer
  answer.headers.set('access-control-allow-methods', 'GET, POST, PUT, DELETE')
  answer.headers.set('access-control-allow-headers', 'authorization, content-type')
  answer.headers.set('access-control-max-age', '600')
  return answer
}

export function originAllowed(origin: string, allowed: readonly string[]): boolean {
  return allowed.includes(origin)
}

/** Names the origin, never `*`, so that the permission of one is not kept for another. */
export function addCors(request: Request, answer: Response, { steps, settings }: Context): void {
  const origin = request.headers.get('origin')
  answer.headers.append('vary', 'Origin')
  if (origin === null || !steps.originAllowed(origin, settings.allowedOrigins)) return
  answer.headers.set('access-control-allow-origin', origin)
  answer.headers.set('access-control-allow-credentials', 'true')
  answer.headers.set('access-control-expose-headers', 'www-authenticate')
}
