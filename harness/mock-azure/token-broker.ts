import { atEndpoint, createRoutes, type Service } from './service.ts'

/**
 * A token broker that runs as a container of the environment, as its clients see it: at a host of its own, behind the
 * ingress that speaks TLS for it. It is no part of the cloud; what it answers comes from outside.
 */
export interface TokenBroker {
  readonly host: string
  /**
   * @param body the request's; the request itself is without one
   * @throws {ConnectionReset} when the broker gives no answer
   */
  readonly answer: (request: Request, body: string) => Promise<Response>
}

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
