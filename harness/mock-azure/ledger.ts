import type { Clock } from '../clock.ts'
import type { Ledger, LedgerEntry, LedgerQuery } from './contract.ts'
import { redactBody, redactHeader, redactUrl } from './redact.ts'

/** An empty ledger. Entries are redacted as they are recorded, whoever records them. */
export function createLedger(clock: Clock): Ledger {
  const entries: LedgerEntry[] = []
  const listeners = new Set<(entry: LedgerEntry) => void>()
  const select = (query: LedgerQuery): readonly LedgerEntry[] =>
    // The sequence is the position, so what came before `since` need not be looked at.
    entries.slice(query.since ?? 0).filter((entry) => matches(entry, query))

  return {
    mark: () => entries.length,
    entries: (query = {}) => select(query),
    count: (query = {}) => select(query).length,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    record(entry) {
      const recorded = { ...redacted(entry), sequence: entries.length + 1, at: clock.now() }
      entries.push(recorded)
      for (const listener of listeners) listener(recorded)
    },
  }
}

type Unnumbered = Omit<LedgerEntry, 'sequence' | 'at'>

function redacted(entry: Unnumbered): Unnumbered {
  const { requestHeaders, requestBody } = entry
  const headers = Object.entries(requestHeaders).map(([name, value]) => [name, redactHeader(name, value)] as const)
  return {
    ...entry,
    url: redactUrl(entry.url),
    requestHeaders: Object.fromEntries(headers),
    ...(requestBody === undefined ? {} : { requestBody: redactBody(requestBody) }),
  }
}

function matches(entry: LedgerEntry, { endpoint, tenantId, host, refused }: LedgerQuery): boolean {
  return (
    (endpoint === undefined || isOneOf(entry.endpoint, endpoint)) &&
    (tenantId === undefined || entry.tenantId === tenantId) &&
    (host === undefined || entry.host === host) &&
    (refused === undefined || entry.refused === refused)
  )
}

function isOneOf(endpoint: LedgerEntry['endpoint'], wanted: NonNullable<LedgerQuery['endpoint']>): boolean {
  return endpoint !== undefined && (typeof wanted === 'string' ? endpoint === wanted : wanted.includes(endpoint))
}
