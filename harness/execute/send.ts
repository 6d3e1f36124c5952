import { TargetError } from '../errors.ts'
import { headerValues } from '../judge.ts'
import { curlLine } from '../report/curl.ts'
import type { Answer, RunningTarget, WireRequest } from '../targets/contract.ts'
import type { Exchange } from '../verdict.ts'
import type { World } from '../world.ts'

/** A rate limit is waited out this often before the case is called inconclusive. */
const rateLimitAttempts = 4
/** The longest Retry-After that is waited for, milliseconds. */
const longestBackoffMs = 5000

/**
 * Sends a request. A 429 is the target's limit, never a denial: it is waited out.
 * @throws {TargetError} TARGET_RATE_LIMITED when the limit does not lift
 */
export async function send(world: World, request: WireRequest): Promise<Answer> {
  const { exchangeMs } = world.config.timeouts
  for (let attempt = 1; ; attempt += 1) {
    const answer = await world.target.send(request, { timeoutMs: exchangeMs })
    if (answer.kind !== 'response' || answer.response.status !== 429) return answer
    if (attempt === rateLimitAttempts) {
      throw new TargetError(
        'TARGET_RATE_LIMITED',
        `The target answered 429 ${rateLimitAttempts} times in a row, so this case could not be judged.`,
        'Raise the rate limit of the instance under test.',
      )
    }
    const seconds = Number(headerValues(answer.response, 'retry-after')[0] ?? '1')
    const wanted = Number.isFinite(seconds) ? seconds * 1000 : 1000
    await world.clock.sleep(Math.min(wanted, longestBackoffMs))
  }
}

/** @throws {TargetError} TARGET_DIED when the target has ended */
export function assertAlive(target: RunningTarget): void {
  const end = target.ended()
  if (end === undefined) return
  const how = end.signal === null ? `exit code ${end.code}` : `signal ${end.signal}`
  throw new TargetError('TARGET_DIED', `The target ended during the run (${how}).`, 'Its last output is below.', {
    details: target.output(),
  })
}

/** A request to `target` and what came of it, as a reader needs them. */
export function toExchange(
  label: string,
  target: Pick<RunningTarget, 'baseUrl'>,
  request: WireRequest,
  answer: Answer,
): Exchange {
  const { method, path, headers, body } = request
  return {
    label,
    request: {
      method,
      url: target.baseUrl + path,
      headers: headers.map(([name, value]) => [name, value]),
      ...(body === undefined ? {} : { body }),
    },
    answer:
      answer.kind === 'response'
        ? {
            kind: 'response',
            status: answer.response.status,
            headers: answer.response.headers.map(([name, value]) => [name, value]),
            body: answer.response.body,
            durationMs: answer.durationMs,
          }
        : {
            kind: 'none',
            reason: answer.kind,
            message: 'message' in answer ? answer.message : `after ${answer.afterMs} ms`,
          },
    curl: curlLine(target.baseUrl, request),
  }
}
