import { Hono, type Context } from 'hono'

import type { Endpoint, FaultAction } from './contract.ts'
import { faultedAnswer } from './faulted-answer.ts'
import type { FaultScript } from './faults.ts'

/** One request on its way through mock Azure; what is learned about it ends up in the ledger. */
export interface Call {
  /** The request's, parsed once for everyone. */
  readonly url: URL
  /** The request's body, read once for everyone. */
  readonly body: string
  readonly faults: FaultScript
  /** Settles once the keys of a tenant are made, or those of all. Undefined: they are. */
  keysOf(tenantId: string | undefined): Promise<unknown> | undefined
  endpoint?: Endpoint
  tenantId?: string
  fault?: FaultAction
}

/** Inside a service `context.env` is the call. */
export type ServiceContext = Context<{ Bindings: Call }>

/** A group of hosts that mock Azure plays, with its routes. */
export interface Service {
  readonly hosts: ReadonlySet<string>
  readonly app: Hono<{ Bindings: Call }>
}

/** Routes that ignore the path's case, as Entra ID does; what nothing answers is a bare 404. */
export function createRoutes(): Service['app'] {
  const app = new Hono<{ Bindings: Call }>({
    getPath: (_, options) => options?.env?.url.pathname.toLowerCase() ?? '/',
  })
  app.notFound(() => new Response(null, { status: 404 }))
  app.onError((error) => {
    throw error
  })
  return app
}

/** Endpoints whose answers hold no key and nothing that is signed there. */
const withoutKeys: ReadonlySet<Endpoint> = new Set([
  'entra.discovery.v1',
  'entra.discovery.v2',
  'entra.instance-discovery',
  'entra.user-realm',
  'token-broker',
])

/** Names the call's endpoint and tenant, and lets the fault script have its say before `answer`. */
export async function atEndpoint(
  context: ServiceContext,
  where: { readonly endpoint: Endpoint; readonly tenantId: string | undefined },
  answer: () => Response | Promise<Response>,
): Promise<Response> {
  const call = context.env
  call.endpoint = where.endpoint
  if (where.tenantId !== undefined) call.tenantId = where.tenantId
  const pending = withoutKeys.has(where.endpoint) ? undefined : call.keysOf(where.tenantId)
  if (pending !== undefined) await pending
  const fault = call.faults.take(where.endpoint, where.tenantId)
  if (fault === undefined) return answer()
  call.fault = fault
  return faultedAnswer(fault, async () => answer())
}
