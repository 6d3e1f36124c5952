import type { TokenBroker } from './contract.ts'
import { atEndpoint, createRoutes, type Service } from './service.ts'

/** Passes everything on to the broker, so that the ledger has it and faults can stand in its way. */
export function createTokenBroker({ host, answer }: TokenBroker): Service {
  const app = createRoutes()
  app.all('*', (context) =>
    atEndpoint(context, { endpoint: 'token-broker', tenantId: undefined }, () =>
      answer(context.req.raw, context.env.body),
    ),
  )
  return { hosts: new Set([host.toLowerCase()]), app }
}
