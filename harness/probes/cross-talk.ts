import { z } from 'zod'
import { isAccepted } from '../execute/exchange.ts'
import type { Probe } from './contract.ts'
import { atPointer, parseJson } from '../execute/scenario.ts'
import type { Route } from '../manifest.ts'
import type { Answer } from '../targets/contract.ts'
import { betweenControls, type ProbeRun } from './probe-run.ts'

const parametersSchema = z.strictObject({ requests: z.int().positive() })

/** One of the callers that send at the same time. */
interface Caller {
  readonly name: string
  readonly token: string | undefined
  readonly good: boolean
  /** What the route shows as this caller's identity. */
  readonly identity: string | undefined
}

/** Good and bad requests at once; each answer must belong to its own token. */
export const crossTalk: Probe = (item, world, bench) => {
  const { requests } = parametersSchema.parse(item.with)
  return betweenControls(world, bench, async (run) => {
    const route = routeToTry(run)
    const callers = await callersOf(run, route)
    await Promise.all(
      Array.from({ length: requests }, (_, index) => sendOne(run, route, callers[index % callers.length])),
    )
  })
}

/** A route that shows who calls, if there is one. */
function routeToTry({ world, bench }: ProbeRun): Route {
  const caller = bench.callerOf('delegated')
  const shown = world.table.find('identity', caller)
  const suits = shown?.access.kind === 'protected' && (caller === 'app-only' || shown.access.delegated !== undefined)
  const route = suits ? shown : world.table.find('protected', caller)
  if (route === undefined) throw new Error('the control has found a protected route')
  return route
}

async function callersOf(run: ProbeRun, route: Route): Promise<readonly Caller[]> {
  const first = await run.token(route)
  const second = await run.token(route, undefined, { userId: run.world.variables.secondUserId })
  const forged = await run.token(route, {
    baseline: 'delegated',
    mutations: [{ op: 'signature', change: 'flip-bit' }],
  })
  const good = [
    { name: 'the first user', token: first.wire },
    { name: 'the second user', token: second.wire },
  ]
  const learned: Caller[] = []
  for (const { name, token } of good) {
    const answer = await run.send(run.request(route, { token }))
    // A user without a record yet is not let in alone, and is left out of the crowd.
    if (isAccepted(answer)) learned.push({ name, token, good: true, identity: identityIn(route, answer) })
  }
  return [
    ...learned,
    { name: 'a forger', token: forged.wire, good: false, identity: undefined },
    { name: 'somebody without a token', token: undefined, good: false, identity: undefined },
  ]
}

function identityIn({ identity }: Route, answer: Answer): string | undefined {
  if (identity === undefined || answer.kind !== 'response') return undefined
  return atPointer(parseJson(answer.response.body), identity)
}

async function sendOne(run: ProbeRun, route: Route, caller: Caller | undefined): Promise<void> {
  if (caller === undefined) return
  const request = run.request(route, { token: caller.token })
  const answer = await run.send(request)
  const expected = `${caller.name} gets the same answer among others as alone`
  if (answer.kind !== 'response') return run.object('no-answer', expected, request, answer)
  if (answer.response.status >= 500) return run.object('server-error', expected, request, answer)
  if (isAccepted(answer) !== caller.good) {
    return run.object(caller.good ? 'refused-valid' : 'accepted', expected, request, answer)
  }
  if (caller.identity !== identityIn(route, answer) && caller.good) run.object('leak', expected, request, answer)
}
