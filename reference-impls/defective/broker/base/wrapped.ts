import { z } from 'zod'

import { createBroker } from '../../../node/token-broker/broker.ts'
import type { Parts } from '../../../node/token-broker/broker.ts'
import { listen } from '../../../node/token-broker/server.ts'
import { readSettings } from '../../../node/token-broker/settings.ts'
import type { Settings } from '../../../node/token-broker/settings.ts'

type Answer = Response | Promise<Response>
type Around = (request: Request, next: (request: Request) => Answer, settings: Settings) => Answer

/** The reference broker, with something around each request. */
export function startWrapped(around: Around, parts: Partial<Parts> = {}): void {
  const settings = readSettings(process.env)
  const broker = createBroker(settings, parts)
  listen(settings, { fetch: (request) => around(request, (inner) => broker.fetch(inner), settings) })
}

/** The same request with the secret it should have had. */
export function withSecret(request: Request, { secret }: Settings): Request {
  const headers = new Headers(request.headers)
  headers.set('authorization', `Bearer ${secret}`)
  return new Request(request.url, { headers })
}

/** The same answer with other headers and members. */
export async function changed(
  answer: Response,
  change: (body: Record<string, unknown>, headers: Headers) => void,
): Promise<Response> {
  const members = z.record(z.string(), z.unknown()).parse(await answer.json())
  const headers = new Headers(answer.headers)
  change(members, headers)
  return new Response(JSON.stringify(members), { status: answer.status, headers })
}
