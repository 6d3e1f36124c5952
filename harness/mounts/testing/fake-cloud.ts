import { createLedger } from '../../mock-azure/ledger.ts'
import { systemClock } from '../../system.ts'
import type { Cloud } from '../contract.ts'

/** A cloud of the given hosts that answers as told, for trying mounts without a whole mock Azure. */
export function fakeCloud(
  hosts: readonly string[],
  answer: (request: Request) => Response | Promise<Response> = describe,
): Cloud {
  const ledger = createLedger(systemClock)
  return {
    ledger,
    answers: (host) => hosts.includes(host),
    async handle(request, body) {
      if (!hosts.includes(new URL(request.url).hostname)) return undefined
      const { url, method, headers } = request
      return answer(body === undefined || body === '' ? request : new Request(url, { method, headers, body }))
    },
  }
}

/** What the cloud saw, for the caller to compare. */
async function describe(request: Request): Promise<Response> {
  const { method, url, headers } = request
  return Response.json({ method, url, headers: Object.fromEntries(headers), body: await request.text() })
}
