import { setTimeout as sleep } from 'node:timers/promises'

import type { Answer } from './contract.ts'
import type { Ending } from './target-errors.ts'
import type { WireClient } from './wire-client.ts'

/** A start-up is waited for with a connection attempt every few milliseconds: on loopback they cost next to nothing. */
const pollMs = 10
/** One attempt may hang without hanging the whole start: some servers drop what came too early. */
const attemptMs = 5000

export type Readiness =
  | { readonly outcome: 'ready' }
  | { readonly outcome: 'ended'; readonly ending: Ending }
  /** What the path answered last, as the rest of a sentence. */
  | { readonly outcome: 'not-ready'; readonly last: string }

/** Polls a path until it answers below 500, the process ends, or the time is over. */
export async function waitUntilReady(options: {
  readonly client: WireClient
  readonly path: string
  readonly timeoutMs: number
  readonly ended: Promise<Ending>
}): Promise<Readiness> {
  const { client, path, timeoutMs } = options
  const deadline = performance.now() + timeoutMs
  const ended = options.ended.then((ending) => ({ outcome: 'ended', ending }) as const)
  let last = 'was never asked'
  for (let left = timeoutMs; left > 0; left = deadline - performance.now()) {
    const request = { method: 'GET', path, headers: [] }
    const attempt = client.send(request, { timeoutMs: Math.min(attemptMs, left) })
    const result = await Promise.race([ended, attempt])
    if ('outcome' in result) return result
    if (result.kind === 'response' && result.response.status < 500) return { outcome: 'ready' }
    last = describe(result)
    const over = await Promise.race([ended, sleep(pollMs)])
    if (over !== undefined) return over
  }
  return { outcome: 'not-ready', last }
}

function describe(answer: Answer): string {
  switch (answer.kind) {
    case 'response':
      return `answered ${answer.response.status}`
    case 'timeout':
      return 'accepted the connection but did not answer'
    case 'refused':
      return 'refused the connection'
    case 'reset':
      return 'closed the connection without an answer'
    case 'malformed':
      return 'did not answer in HTTP'
  }
}
