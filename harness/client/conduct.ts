import { inflateSync } from 'node:zlib'

import type { ClientCase } from '../client-case.ts'
import { headerValues, type Objection } from '../judge.ts'
import type { LedgerEntry } from '../mock-azure/contract.ts'
import type { Hop } from './browser.ts'
import type { Credential } from './observed-cloud.ts'

/** More requests to one endpoint than any case without a burst has reason for. */
export const mostRequestsToOneEndpoint = 30

/** What a case left behind to look through. */
export interface Traces {
  /** Every request to the target and its answer. */
  readonly hops: readonly Hop[]
  readonly ledger: readonly LedgerEntry[]
  /** Every URL that the cloud was asked at. */
  readonly urls: readonly string[]
  /** What the target wrote during the case. */
  readonly output: string
  readonly credentials: readonly Credential[]
  /** The target's own secrets, by what they are. */
  readonly secrets: readonly { readonly kind: string; readonly value: string }[]
  /** True when the case itself sends many requests at once. */
  readonly busy: boolean
}

/** What is never right, whatever the case is about. */
export function checkConduct(item: ClientCase, traces: Traces): readonly Objection[] {
  const allowed = new Set(item.conduct?.allow)
  return [
    ...(allowed.has('undeclared-host') ? [] : undeclaredHosts(traces)),
    ...(allowed.has('token-in-page') ? [] : inPages(traces)),
    ...(allowed.has('token-in-url') ? [] : inUrls(traces)),
    ...(allowed.has('secret-in-output') ? [] : inOutput(traces)),
    ...(allowed.has('retry-storm') ? [] : storms(traces)),
  ]
}

function objection(reason: Objection['reason'], expected: string, actual: string): Objection {
  return { weight: 'fail', reason, expected, actual }
}

function undeclaredHosts({ ledger }: Traces): readonly Objection[] {
  const hosts = new Set(
    ledger.filter(({ refused, endpoint }) => refused || endpoint === 'canary').map(({ host }) => host),
  )
  return [...hosts].map((host) => objection('ledger', 'requests to the declared hosts alone', `a request to ${host}`))
}

type Sensitive = { readonly kind: string; readonly value: string }

function sensitive({ credentials, secrets }: Traces): readonly Sensitive[] {
  return [...secrets, ...credentials]
}

function inPages(traces: Traces): readonly Objection[] {
  for (const { at, url, answer } of traces.hops) {
    if (at !== 'target' || answer.kind !== 'response') continue
    const { body } = answer.response
    const path = new URL(url).pathname
    const found = sensitive(traces).find(({ value }) => body.includes(value))
    if (found !== undefined) return [objection('leak', `no ${found.kind} in a page`, `the answer of ${path} holds it`)]
    const cookies = headerValues(answer.response, 'set-cookie').flatMap(readingsOf)
    const inCookie = sensitive(traces).find(({ value }) => cookies.some((cookie) => cookie.includes(value)))
    if (inCookie !== undefined) {
      return [objection('leak', `no ${inCookie.kind} in a cookie`, `${path} sets one that holds it in the clear`)]
    }
    if (stackTrace.test(body)) return [objection('leak', 'no stack trace in a page', `the answer of ${path} holds one`)]
  }
  return []
}

const stackTrace = /^\s+at .+\(?(?:file|node|\/).+:\d+:\d+\)?$|Traceback \(most recent call last\)/m

/** How a cookie may be read without a key: as it is, and its parts decoded and inflated (as Flask writes sessions). */
function readingsOf(header: string): readonly string[] {
  const value = header.split(';')[0]?.split('=').slice(1).join('=') ?? ''
  const plain = safely(() => decodeURIComponent(value)) ?? value
  const parts = plain.split('.').map((part) => Buffer.from(part, 'base64url'))
  return [
    plain,
    ...[Buffer.from(plain, 'base64'), ...parts].flatMap((bytes) => [
      bytes.toString('latin1'),
      safely(() => inflateSync(bytes).toString('latin1')) ?? '',
    ]),
  ]
}

function safely<T>(attempt: () => T): T | undefined {
  try {
    return attempt()
  } catch {
    return undefined
  }
}

function inUrls(traces: Traces): readonly Objection[] {
  const locations = traces.hops.flatMap(({ at, answer }) =>
    at === 'target' && answer.kind === 'response' ? headerValues(answer.response, 'location') : [],
  )
  // OpenID Connect RP-Initiated Logout 1.0 §2 lets an ID token travel as a hint.
  const urls = [...traces.urls, ...locations].map((url) => url.replace(/([?&]id_token_hint=)[^&#]*/, '$1'))
  const found = sensitive(traces).find(({ value }) => {
    const encoded = encodeURIComponent(value)
    return urls.some((url) => url.includes(value) || url.includes(encoded))
  })
  return found === undefined ? [] : [objection('leak', `no ${found.kind} in a URL`, 'one holds it')]
}

function inOutput(traces: Traces): readonly Objection[] {
  const found = sensitive(traces).find(({ value }) => traces.output.includes(value))
  return found === undefined ? [] : [objection('leak', `no ${found.kind} in the output`, 'a line holds it')]
}

function storms({ ledger, busy }: Traces): readonly Objection[] {
  if (busy) return []
  const counts = Map.groupBy(ledger, ({ endpoint, host }) => endpoint ?? host)
  return [...counts]
    .filter(([, entries]) => entries.length > mostRequestsToOneEndpoint)
    .map(([name, entries]) =>
      objection('ledger', `at most ${mostRequestsToOneEndpoint} requests to ${name}`, `${entries.length}`),
    )
}
