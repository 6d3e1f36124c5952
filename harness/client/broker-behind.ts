import { ConnectionReset, type TokenBroker } from '../mock-azure/contract.ts'
import type { RunningTarget, WireRequest } from '../targets/contract.ts'

/** Longer than any client waits. */
const longestAnswerMs = 60_000

/** Of one connection, and of this one's coding. The answer is read as text, so none is asked for. */
const ofTheConnection = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'host',
  'keep-alive',
  'transfer-encoding',
])

/** The broker behind a target that uses one: what stands between the two, as the ingress of an environment does. */
export class BrokerBehind implements Pick<TokenBroker, 'answer'> {
  /** Undefined: not started yet. */
  running: RunningTarget | undefined

  /** @throws {ConnectionReset} when the broker does not answer, or is not there */
  answer = async ({ url, method, headers }: Request, body: string): Promise<Response> => {
    const { pathname, search } = new URL(url)
    const request: WireRequest = {
      method,
      path: pathname + search,
      headers: [...headers].filter(([name]) => !ofTheConnection.has(name)),
      ...(body === '' ? {} : { body }),
    }
    const answer = await this.running?.send(request, { timeoutMs: longestAnswerMs })
    if (answer?.kind !== 'response') throw new ConnectionReset()
    const { response } = answer
    const answered = response.headers.filter(([name]) => !ofTheConnection.has(name))
    return new Response(response.body === '' ? null : response.body, {
      status: response.status,
      headers: answered.map(([name, value]): [string, string] => [name, value]),
    })
  }
}
