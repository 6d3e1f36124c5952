import { expect, test, vi } from 'vitest'

import { createHeldClock } from '../held-clock.ts'
import type { Endpoint, Ledger, LedgerEntry } from './contract.ts'
import { createLedger } from './ledger.ts'
import { contosoId, fabrikamId } from './testing/cloud.ts'

const clock = createHeldClock(1_000_000)

function record(ledger: Ledger, more: Partial<LedgerEntry> = {}): void {
  const host = more.host ?? 'login.microsoftonline.com'
  ledger.record({
    method: 'GET',
    url: `https://${host}/x`,
    host,
    requestHeaders: {},
    status: 200,
    faulted: false,
    refused: false,
    ...more,
  })
}

function filled(): Ledger {
  const ledger = createLedger(clock)
  const endpoints: Endpoint[] = ['entra.keys.v1', 'entra.keys.v2', 'entra.token']
  for (const endpoint of endpoints) record(ledger, { endpoint, tenantId: contosoId })
  record(ledger, { endpoint: 'entra.keys.v2', tenantId: fabrikamId })
  record(ledger, { host: 'example.org', refused: true, status: 403 })
  return ledger
}

test('entries are numbered from 1 and bear the clock’s time', () => {
  const ledger = createLedger(clock)
  record(ledger)
  clock.advance(50)
  record(ledger)
  expect(ledger.entries().map(({ sequence, at }) => [sequence, at])).toEqual([
    [1, 1_000_000],
    [2, 1_000_050],
  ])
})

test.each([
  [{}, [1, 2, 3, 4, 5]],
  [{ endpoint: 'entra.keys.v2' }, [2, 4]],
  [{ endpoint: ['entra.keys.v1', 'entra.keys.v2'] }, [1, 2, 4]],
  [{ endpoint: [] }, []],
  [{ tenantId: contosoId }, [1, 2, 3]],
  [{ host: 'example.org' }, [5]],
  [{ refused: true }, [5]],
  [{ refused: false, since: 2 }, [3, 4]],
  [{ endpoint: 'entra.keys.v2', tenantId: fabrikamId }, [4]],
  [{ since: 5 }, []],
] as const)('%j selects %j', (query, expected) => {
  const ledger = filled()
  expect(ledger.entries(query).map(({ sequence }) => sequence)).toEqual(expected)
  expect(ledger.count(query)).toBe(expected.length)
})

test('a mark tells what came after it', () => {
  const ledger = filled()
  const mark = ledger.mark()
  expect(ledger.count({ since: mark })).toBe(0)
  record(ledger)
  expect(ledger.entries({ since: mark }).map(({ sequence }) => sequence)).toEqual([6])
})

test('subscribers see each entry as it is written, until they leave', () => {
  const ledger = createLedger(clock)
  const listener = vi.fn<(entry: LedgerEntry) => void>()
  const leave = ledger.subscribe(listener)
  record(ledger)
  expect(listener).toHaveBeenCalledExactlyOnceWith(ledger.entries()[0])
  leave()
  record(ledger)
  expect(listener).toHaveBeenCalledTimes(1)
})

test('whoever records, credentials do not get in', () => {
  const ledger = createLedger(clock)
  record(ledger, {
    url: 'https://login.microsoftonline.com/cb?code=hunter2-code',
    requestHeaders: { authorization: 'Basic hunter2-header' },
    requestBody: 'client_secret=hunter2-body',
  })
  expect(JSON.stringify(ledger.entries())).not.toContain('hunter2')
})
