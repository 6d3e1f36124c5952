import type { Evidence } from '../execute/outcome.ts'
import { toExchange } from '../execute/send.ts'
import type { Exchange } from '../verdict.ts'
import type { Hop } from './browser.ts'
import type { LedgerRequest } from './ledger-request.ts'
import type { ClientWorld } from './world.ts'

/** A finding shows the last ones of each kind. */
const shownHops = 12
const shownRequests = 6

/** What a reader needs to see: what the browsers did, then what the ledger has of it. Made when it is looked at. */
export function evidenceOf(world: ClientWorld, hops: readonly Hop[], requests: readonly LedgerRequest[]): Evidence {
  return {
    difference: [],
    get exchanges() {
      return [
        ...hops.slice(-shownHops).map((hop) => hopExchange(hop, world)),
        ...requests.slice(-shownRequests).map(ledgerExchange),
      ]
    },
  }
}

function hopExchange({ at, method, url, headers, body, answer }: Hop, { variables }: ClientWorld): Exchange {
  const { origin, pathname, search, host } = new URL(url)
  const label = at === 'target' ? 'browser' : `browser at ${host}`
  const request = { method, path: pathname + search, headers, ...(body === undefined ? {} : { body }) }
  return toExchange(label, { baseUrl: at === 'target' ? variables.baseUrl : origin }, request, answer)
}

/** A line of the ledger, redacted as it is there. */
function ledgerExchange({ entry }: LedgerRequest): Exchange {
  const { method, url, requestHeaders, requestBody, status, endpoint = 'unknown', sequence } = entry
  return {
    label: `ledger ${sequence}: ${endpoint}${entry.refused ? ' (refused)' : ''}`,
    request: {
      method,
      url,
      headers: Object.entries(requestHeaders),
      ...(requestBody === undefined ? {} : { body: requestBody }),
    },
    answer:
      status === 0
        ? { kind: 'none', reason: 'reset', message: 'the connection was reset' }
        : { kind: 'response', status, headers: [], body: '', durationMs: 0 },
    curl: `# the target itself sent this to ${entry.host}`,
  }
}
