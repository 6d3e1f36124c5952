import { isAccepted } from '../execute/exchange.ts'
import type { Probe } from './contract.ts'
import { betweenControls, nameOf } from './probe-run.ts'

/** Every protected route, with its own method and body, without a token. */
export const noTokenEveryRoute: Probe = (_item, world, bench) =>
  betweenControls(world, bench, async (run) => {
    for (const route of run.protectedRoutes) {
      const request = run.request(route)
      const answer = await run.send(request)
      const expected = `${nameOf(route)} refuses a request without a token`
      if (isAccepted(answer)) run.object('accepted', expected, request, answer)
      else if (answer.kind !== 'response') run.object('no-answer', expected, request, answer)
      else if (answer.response.status >= 500) run.object('server-error', expected, request, answer)
    }
  })
