import { InternalError } from '../errors.ts'
import type { Answer, WireResponse } from '../targets/contract.ts'
import type { BrowserNetwork } from './browser.ts'
import type { ClientWorld } from './world.ts'

/** Behind an exchange of the browser there may be retries of an SDK, which take up to 17 s where a source answers 404. */
const longestExchangeMs = 30_000

/** Carries the requests of a browser to the target of a world and to its cloud. */
export function networkOf(world: ClientWorld): BrowserNetwork {
  const { mock, variables } = world
  return {
    targetOrigin: variables.baseUrl,
    async toTarget({ method, url, headers, body }) {
      const { target } = world
      if (target === undefined) throw new InternalError('TARGET_NOT_THERE', 'The target does not run.', 'Restart it.')
      const request = {
        method,
        path: url.pathname + url.search,
        headers: [['host', url.host] as const, ...headers],
        ...(body === undefined ? {} : { body }),
      }
      return target.send(request, { timeoutMs: longestExchangeMs })
    },
    async toCloud({ method, url, headers, body }) {
      const started = performance.now()
      const init = { method, headers: headers.map(([name, value]): [string, string] => [name, value]) }
      const request = new Request(url, body === undefined ? init : { ...init, body })
      const response = await mock.handle(request)
      return response && (await toAnswer(response, started))
    },
  }
}

async function toAnswer(response: Response, started: number): Promise<Answer> {
  const body = await response.text()
  const headers = [...response.headers].map(([name, value]): WireResponse['headers'][number] => [name, value])
  return {
    kind: 'response',
    response: { status: response.status, headers, body },
    durationMs: performance.now() - started,
  }
}
