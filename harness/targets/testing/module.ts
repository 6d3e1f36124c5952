/** A module target to try things on: counts its requests, remembers its environment, fetches what it is told to. */
import { setTimeout as sleep } from 'node:timers/promises'

export const disposed: string[] = []

export default (env: Readonly<Record<string, string>>) => {
  if (env['FAIL'] !== undefined) throw new Error(env['FAIL'])
  let count = 0
  return {
    async fetch(request: Request): Promise<Response> {
      count += 1
      const url = new URL(request.url)
      if (url.pathname === '/throws') throw new Error('broken on purpose')
      if (url.pathname === '/slow') await sleep(10_000, undefined, { signal: request.signal })
      const fetched = url.pathname === '/fetch' ? await (await fetch(env['FETCH'] ?? '')).text() : undefined
      const headers = Object.fromEntries(request.headers)
      return Response.json({
        count,
        env,
        headers,
        fetched,
        body: await request.text(),
        path: url.pathname + url.search,
      })
    },
    async [Symbol.asyncDispose]() {
      disposed.push(env['NAME'] ?? '')
    },
  }
}
