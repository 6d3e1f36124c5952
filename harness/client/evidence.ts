import type { Evidence } from '../execute/outcome.ts'
import { curlLine } from '../report/curl.ts'
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
  const { origin, pathname, search } = new URL(url)
  const path = pathname + search
  return {
    label: at === 'target' ? 'browser' : `browser at ${new URL(url).host}`,
    request: {
      method,
      url,
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
    curl: curlLine(at === 'target' ? variables.baseUrl : origin, {
      method,
      path,
      headers,
      ...(body === undefined ? {} : { body }),
    }),
  }
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
