import { z } from 'zod'
import { isAccepted } from '../execute/exchange.ts'
import type { Probe } from './contract.ts'
import type { Route } from '../manifest.ts'
import type { Answer, WireRequest } from '../targets/contract.ts'
import { betweenControls, nameOf, type ProbeRun } from './probe-run.ts'

const parametersSchema = z.strictObject({
  method: z.string().optional(),
  path: z.string().optional(),
  headers: z.array(z.tuple([z.string(), z.string()])).optional(),
  raw: z.boolean().optional(),
})
type Parameters = z.output<typeof parametersSchema>

/** Every protected route without a token, written in another way. */
export const withoutToken: Probe = (item, world, bench) => {
  const parameters = parametersSchema.parse(item.with)
  return betweenControls(world, bench, async (run) => {
    for (const route of run.protectedRoutes) await tryRoute(run, route, parameters)
  })
}

async function tryRoute(run: ProbeRun, route: Route, { method, path, headers, raw }: Parameters): Promise<void> {
  const request = run.request(
    route,
    {},
    {
      authorization: [],
      ...(method === undefined ? {} : { method }),
      ...(path === undefined ? {} : { path }),
      ...(headers === undefined ? {} : { headers }),
      ...(raw === undefined ? {} : { raw }),
    },
  )
  if (isAnotherRoute(run, route, request)) return
  const answer = await run.send(request)
  const expected = `${request.method} ${request.path} gives nothing of ${nameOf(route)} away`
  if (answer.kind !== 'response') {
    run.object('no-answer', expected, request, answer)
  } else if (answer.response.status >= 500 && answer.response.status !== 501) {
    run.object('server-error', expected, request, answer)
  } else if (isAccepted(answer) && !(await isHarmless(run, route, request, answer))) {
    run.object('accepted', expected, request, answer)
  }
}

/** A method and path that the manifest declares is a route of its own, tried as such. */
function isAnotherRoute(run: ProbeRun, route: Route, request: WireRequest): boolean {
  return run.world.table.routes.some(
    (other) =>
      other.method === request.method &&
      nameOf(other) !== nameOf(route) &&
      run.request(other).path === request.path &&
      request.headers.length === 0,
  )
}

/** What OPTIONS is for (RFC 9110 section 9.3.7): nothing, or the methods alone, as Express writes them. */
const methodNames = /^(?:[A-Z]+(?:, ?[A-Z]+)*)?$/

/** A success that shows nothing of the route: what is said to an unknown path, too, or on an anonymous one. */
async function isHarmless(run: ProbeRun, route: Route, request: WireRequest, answer: Answer): Promise<boolean> {
  const body = bodyOf(answer)
  if (request.method === 'OPTIONS' && methodNames.test(body)) return true
  const unknown = run.request(route, {}, { method: request.method, path: '/no-such-path', authorization: [] })
  const others = [{ ...request, path: unknown.path, headers: unknown.headers }]
  for (const other of run.world.table.routes) {
    if (other.access.kind === 'anonymous') others.push({ ...run.request(other), headers: [] })
  }
  for (const other of others) {
    const said = await run.send(other)
    if (isAccepted(said) && bodyOf(said) === body && request.method !== 'HEAD') return true
    // An answer to HEAD has no body: there the unknown path alone tells.
    if (request.method === 'HEAD' && other.path === unknown.path && isAccepted(said)) return true
  }
  return false
}

function bodyOf(answer: Answer): string {
  return answer.kind === 'response' ? answer.response.body : ''
}
