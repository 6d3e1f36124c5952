import { assertAlive } from '../execute/send.ts'
import { requireRoute } from '../execute/exchange.ts'
import type { Probe } from './contract.ts'
import type { TokenRecipe } from '../tokens/recipe.ts'
import { betweenControls, type ProbeRun } from './probe-run.ts'
import { bytesOf, RawConnection } from './raw-connection.ts'

const forged: TokenRecipe = { baseline: 'delegated', mutations: [{ op: 'signature', change: 'flip-bit' }] }

/** Requests that are broken off, with a good and with a forged token. */
export const abortedRequests: Probe = (_item, world, bench) =>
  betweenControls(world, bench, async (run) => {
    for (const recipe of [undefined, forged]) {
      for (const bytes of await brokenOff(run, recipe)) {
        const connection = new RawConnection(world.target.baseUrl)
        await connection.write(bytes)
        connection.cut()
      }
      const { request, answer } = await run.control('after the broken requests')
      if (answer.kind !== 'response') {
        run.object('broke-target', 'good users are served after requests were broken off', request, answer)
      }
    }
    assertAlive(world.target)
  })

/** In the middle of the head, in the middle of a body, and before the answer. */
async function brokenOff(run: ProbeRun, recipe: TokenRecipe | undefined): Promise<readonly string[]> {
  const { world, bench } = run
  const caller = bench.callerOf('delegated')
  const route = requireRoute(world, 'protected', caller)
  const whole = bytesOf(world.target.baseUrl, run.request(route, { token: (await run.token(route, recipe)).wire }))
  const writing = world.table.find('unsafe', caller) ?? route
  const token = await run.token(writing, recipe)
  const declared = run.request(writing, { token: token.wire }, { body: { type: 'application/json', text: '{}' } })
  const withBody = bytesOf(world.target.baseUrl, { ...declared, body: `{"a":"${'a'.repeat(1000)}"}` })
  return [whole.slice(0, Math.floor(whole.length / 2)), withBody.slice(0, -500), whole]
}
