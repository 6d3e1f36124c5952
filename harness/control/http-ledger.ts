import type { Context, Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { z } from 'zod'

import type { Ledger, LedgerEntry } from '../mock-azure/contract.ts'
import { ledgerQuerySchema } from './schemas.ts'
import { check } from './http-input.ts'

/** What the cloud was asked: all of it, or live as server-sent events (HTML standard §9.2). */
export function addLedger(api: Hono, ledger: Ledger): void {
  api.get('/ledger', (context) => context.json(ledger.entries(query(context))))
  api.get('/ledger/mark', (context) => context.json({ mark: ledger.mark() }))
  api.get('/ledger/stream', (context) => stream(context, ledger))
}

/** What was there already after `since` (default: nothing), then each entry as it is written. */
function stream(context: Context, ledger: Ledger): Response {
  const last = Number(context.req.header('last-event-id') ?? Number.NaN)
  const since = Number.isSafeInteger(last) ? last : (query(context).since ?? ledger.mark())
  return streamSSE(context, async (events) => {
    const waiting: LedgerEntry[] = [...ledger.entries({ since })]
    let more = Promise.withResolvers<void>()
    const unsubscribe = ledger.subscribe((entry) => {
      waiting.push(entry)
      more.resolve()
    })
    events.onAbort(() => {
      unsubscribe()
      more.resolve()
    })
    // Something at once, so that clients see that the stream is open.
    await events.write(': the ledger, live\n\n')
    while (!events.aborted) {
      const entry = waiting.shift()
      if (entry === undefined) {
        await more.promise
        more = Promise.withResolvers()
      } else {
        await events.writeSSE({ id: String(entry.sequence), data: JSON.stringify(entry) })
      }
    }
  })
}

function query({ req }: Context): z.infer<typeof ledgerQuerySchema> {
  const { endpoint, ...single } = req.queries()
  const values = Object.entries(single).map(([name, all]) => [name, all.at(-1)])
  return check(ledgerQuerySchema, { ...Object.fromEntries(values), ...(endpoint === undefined ? {} : { endpoint }) })
}
