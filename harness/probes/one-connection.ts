import { z } from 'zod'
import { isAccepted, requireRoute } from '../execute/exchange.ts'
import type { Probe } from './contract.ts'
import type { Answer, WireRequest } from '../targets/contract.ts'
import type { TokenRecipe } from '../tokens/recipe.ts'
import { betweenControls, type ProbeRun } from './probe-run.ts'
import { bytesOf, RawConnection } from './raw-connection.ts'

const parametersSchema = z.strictObject({ pipelined: z.boolean() })

interface Turn {
  readonly who: string
  readonly good: boolean
  readonly request: WireRequest
}

/** Good and bad requests over one connection. */
export const oneConnection: Probe = (item, world, bench) => {
  const { pipelined } = parametersSchema.parse(item.with)
  return betweenControls(world, bench, async (run) => {
    const turns = await turnsOf(run)
    const answers = await (pipelined ? allAtOnce(run, turns) : oneByOne(run, turns))
    for (const [index, turn] of turns.entries()) judgeTurn(run, turn, index, answers[index])
  })
}

async function turnsOf(run: ProbeRun): Promise<readonly Turn[]> {
  const route = requireRoute(run.world, 'protected', run.bench.callerOf('delegated'))
  const turn = async (who: string, good: boolean, recipe?: TokenRecipe | null): Promise<Turn> => {
    const token = recipe === null ? undefined : await run.token(route, recipe)
    return { who, good, request: run.request(route, { token: token?.wire }) }
  }
  const forged: TokenRecipe = { baseline: 'delegated', mutations: [{ op: 'signature', change: 'flip-bit' }] }
  const elsewhere: TokenRecipe = {
    baseline: 'delegated',
    mutations: [{ op: 'set', part: 'claims', values: { aud: '${otherApiClientId}' } }],
  }
  return [
    await turn('a good token', true),
    await turn('a forged token', false, forged),
    await turn('no token', false, null),
    await turn('a good token', true),
    await turn('a token for another API', false, elsewhere),
    await turn('no token', false, null),
    await turn('a good token', true),
  ]
}

/** Each request waits for the answer before; a target that closes after a refusal gets a new connection. */
async function oneByOne(run: ProbeRun, turns: readonly Turn[]): Promise<readonly Answer[]> {
  const { world } = run
  const answers: Answer[] = []
  let connection = new RawConnection(world.target.baseUrl)
  try {
    for (const { request } of turns) {
      if (closes(answers.at(-1)) || connection.spent) {
        connection[Symbol.dispose]()
        connection = new RawConnection(world.target.baseUrl)
      }
      await connection.write(bytesOf(world.target.baseUrl, request))
      answers.push(await connection.next(request.method, world.config.timeouts.exchangeMs))
    }
    return answers
  } finally {
    connection[Symbol.dispose]()
  }
}

/** All requests before the first answer; what a closed connection swallows is sent again over a new one. */
async function allAtOnce(run: ProbeRun, turns: readonly Turn[]): Promise<readonly Answer[]> {
  const { world } = run
  const answers: Answer[] = []
  while (answers.length < turns.length) {
    using connection = new RawConnection(world.target.baseUrl)
    const rest = turns.slice(answers.length)
    await connection.write(rest.map(({ request }) => bytesOf(world.target.baseUrl, request)).join(''))
    for (const [index, { request }] of rest.entries()) {
      const answer = await connection.next(request.method, world.config.timeouts.exchangeMs)
      const closedBefore = answer.kind === 'reset' && index > 0
      if (closedBefore) break
      answers.push(answer)
      if (closes(answer)) break
    }
  }
  return answers
}

/** True when the other side says, or shows, that nothing more will be answered on this connection. */
function closes(answer: Answer | undefined): boolean {
  if (answer === undefined) return false
  if (answer.kind !== 'response') return true
  return answer.response.headers.some(([name, value]) => name === 'connection' && value.toLowerCase() === 'close')
}

function judgeTurn(run: ProbeRun, { who, good, request }: Turn, index: number, answer: Answer | undefined): void {
  if (answer === undefined) return
  const expected = `request ${index + 1} on the connection, with ${who}, is ${good ? 'accepted' : 'refused'}`
  if (answer.kind !== 'response') return run.object('no-answer', expected, request, answer)
  if (answer.response.status >= 500) return run.object('server-error', expected, request, answer)
  if (isAccepted(answer) !== good) run.object(good ? 'refused-valid' : 'accepted', expected, request, answer)
}
