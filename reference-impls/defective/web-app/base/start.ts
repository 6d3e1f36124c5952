import { createApp } from '../../../node/web-app/src/app.ts'
import type { Parts } from '../../../node/web-app/src/parts.ts'
import { start } from '../../../node/web-app/src/server.ts'
import type { Assembled } from '../../../node/web-app/src/server.ts'

/** Starts the web app with other parts in place of some of its own. */
export function startWith(change: (parts: Parts, stores: Assembled['stores']) => Partial<Parts>): void {
  start(({ parts, stores }) => ({ parts: { ...parts, ...change(parts, stores) }, stores }))
}

type Fetch = (request: Request) => Response | Promise<Response>

/** Starts the web app behind something that sees every request first and may change its answer. */
export function startBehind(
  wrap: (next: Fetch, parts: Parts) => Fetch,
  change: (parts: Parts) => Partial<Parts> = () => ({}),
): void {
  start(
    ({ parts, stores }) => ({ parts: { ...parts, ...change(parts) }, stores }),
    (parts) => {
      const app = createApp(parts)
      return { fetch: wrap((request) => app.fetch(request), parts) }
    },
  )
}

/** The same answer with other headers. */
export function withHeaders(answer: Response, change: (headers: Headers) => void): Response {
  const headers = new Headers(answer.headers)
  change(headers)
  return new Response(answer.body, { status: answer.status, headers })
}

/** The same request with another Cookie header. */
export function withCookie(request: Request, cookie: string): Request {
  const headers = new Headers(request.headers)
  headers.set('cookie', cookie)
  return new Request(request, { headers })
}

export function html(body: string, status = 200): Response {
  const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }
  return new Response(`<!doctype html><html lang="en"><title>App</title>${body}</html>`, { status, headers })
}
