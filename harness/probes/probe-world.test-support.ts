import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { errors, importJWK, jwtVerify } from 'jose'
import { cloudVariables } from '../../fixtures/cloud.ts'
import { apiConfigSchema } from '../config/schema.ts'
import { TokenBench } from '../execute/tokens.ts'
import type { Route } from '../manifest.ts'
import { contoso, testCloud, testKeys } from '../mock-azure/testing/cloud.ts'
import { RouteTable } from '../routes.ts'
import { systemClock, systemRandom } from '../system.ts'
import { createWireClient } from '../targets/wire-client.ts'
import type { World } from '../world.ts'

const config = apiConfigSchema.parse({
  api: {
    module: 'under-test.ts',
    routes: [
      { 'GET /open': 'anonymous' },
      { 'GET /me': { scopes: ['Read'], identity: '/oid' } },
      { 'GET /admin': { scopes: ['Read', 'Write'], roles: ['Admin'] } },
      { 'PUT /notes/{id}': { scopes: ['Write'], body: { text: 'a note' } } },
      { 'GET /jobs': { appRoles: ['Jobs.Read'] } },
    ],
  },
})
const table = new RouteTable(config.api)
const outsider = await testKeys.key('outsider')
const publicKey = await importJWK({ ...contoso.keys[0].publicJwk, x5c: [...contoso.keys[0].publicJwk.x5c] }, 'RS256')

/** The claims of a valid token; undefined: there is none, or it is not valid. */
export interface Caller {
  readonly oid: string
  readonly scopes: readonly string[]
  readonly roles: readonly string[]
}

export interface Incoming {
  readonly route: Route | undefined
  readonly caller: Caller | undefined
  readonly message: IncomingMessage
}

/** Status and body: text as it is, anything else as JSON. */
export type Reply = readonly [status: number, body: unknown]

/** What a correct API answers. */
export function correctReply({ route, caller }: Incoming): Reply {
  if (route === undefined) return [404, { error: 'no such path' }]
  if (route.access.kind === 'anonymous') return [200, { status: 'up' }]
  if (caller === undefined) return [401, { error: 'no valid token' }]
  const { delegated, appOnly } = route.access
  const allowed =
    caller.scopes.length > 0
      ? delegated !== undefined && any(delegated.scopes, caller.scopes) && any(delegated.roles, caller.roles)
      : appOnly !== undefined && any(appOnly.roles, caller.roles)
  if (!allowed) return [403, { error: 'not allowed' }]
  return route.path.includes('{') ? [404, { error: 'no such note' }] : [200, { oid: caller.oid }]
}

function any(wanted: readonly string[], held: readonly string[]): boolean {
  return wanted.length === 0 || wanted.some((name) => held.includes(name))
}

/**
 * A world whose target answers as `reply` says; `correctReply` without it.
 * @param serve takes the whole request over instead
 * @param maxConnections more are cut at once. Default: any number
 */
export async function probeWorld(
  reply: (incoming: Incoming) => Reply | Promise<Reply> = correctReply,
  serve: (message: IncomingMessage, response: ServerResponse) => void = (message, response) => {
    void answer(message, response, variables.apiClientId, reply)
  },
  maxConnections?: number,
): Promise<{ readonly world: World; readonly bench: TokenBench } & AsyncDisposable> {
  const server = createServer(serve)
  if (maxConnections !== undefined) server.maxConnections = maxConnections
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const baseUrl = `http://127.0.0.1:${port}`
  const client = createWireClient(baseUrl)
  const stop = async (): Promise<void> => {
    await client[Symbol.asyncDispose]()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  const world: World = {
    config,
    table,
    variables: { ...variables, port: String(port), dataDir: '/nowhere' },
    mock: testCloud(),
    clock: systemClock,
    random: systemRandom,
    key: (ref) => (ref === 'outsider' ? outsider : contoso.keys[0]),
    target: {
      kind: 'module',
      baseUrl,
      acceptsRaw: true,
      send: (request, options) => client.send(request, options),
      output: () => '',
      ended: () => undefined,
      [Symbol.asyncDispose]: stop,
    },
    moveClock: async () => {},
    [Symbol.asyncDispose]: stop,
  }
  return { world, bench: new TokenBench(world), [Symbol.asyncDispose]: stop }
}

const variables = cloudVariables(1, '2.0')

async function answer(
  message: IncomingMessage,
  response: ServerResponse,
  audience: string,
  reply: (incoming: Incoming) => Reply | Promise<Reply>,
): Promise<void> {
  const path = message.url ?? ''
  const route = table.routes.find((each) => each.method === message.method && each.path.replace('{id}', '0') === path)
  const caller = await callerOf(message.headers.authorization, audience)
  const [status, body] = await reply({ route, caller, message })
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}

async function callerOf(authorization: string | undefined, audience: string): Promise<Caller | undefined> {
  const wire = /^Bearer (.+)$/.exec(authorization ?? '')?.[1]
  if (wire === undefined) return undefined
  try {
    const { payload } = await jwtVerify(wire, publicKey, { audience })
    const { oid, scp, roles } = payload
    return {
      oid: String(oid),
      scopes: typeof scp === 'string' ? scp.split(' ') : [],
      roles: Array.isArray(roles) ? roles.map(String) : [],
    }
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined
    throw error
  }
}
