import type { IncomingMessage, ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import type { ProbeCase } from '../case.ts'
import type { JsonObject } from '../json.ts'
import { catalogue } from '../../suites/catalogue.ts'
import type { ProbeName } from '../../suites/api/probes.ts'
import { runProbe } from '../execute/probe.ts'
import { correctReply, type Incoming, probeWorld, type Reply } from './probe-world.test-support.ts'

type Api = Parameters<typeof probeWorld>[0]

const anyProbe = catalogue.find((item) => item.kind === 'probe')

/** The objections of a probe against an API, or the code of the problem that made it inconclusive. */
async function objections(
  probe: ProbeName,
  parameters: JsonObject,
  api?: Api,
  serve?: Parameters<typeof probeWorld>[1],
  maxConnections?: number,
): Promise<readonly string[]> {
  if (anyProbe?.kind !== 'probe') throw new Error('the catalogue has no probe')
  const item: ProbeCase = { ...anyProbe, probe, with: parameters }
  await using under = await probeWorld(api, serve, maxConnections)
  const outcome = await runProbe(item, under.world, under.bench)
  if (outcome.kind === 'inconclusive') return [outcome.problem.code]
  expect(outcome.objections.length === 0 || outcome.evidence.exchanges.length > 0).toBe(true)
  return outcome.objections.map(({ reason, expected }) => `${reason}: ${expected}`)
}

/** A correct API, but for some requests. */
function unless(matches: (incoming: Incoming) => boolean, reply: Reply): (incoming: Incoming) => Reply {
  return (incoming) => (matches(incoming) ? reply : correctReply(incoming))
}

const unknown = ({ caller }: Incoming): boolean => caller === undefined
const known = ({ caller }: Incoming): boolean => caller !== undefined
const on = (method: string, url: string) => (incoming: Incoming) =>
  incoming.message.method === method && incoming.message.url === url

/** Gives everybody every role. */
function noRoles({ caller, ...incoming }: Incoming): Reply {
  return correctReply({ ...incoming, caller: caller && { ...caller, roles: ['Admin', 'Jobs.Read'] } })
}

test('every probe case of the catalogue finds nothing in a correct API', async () => {
  for (const item of catalogue) {
    if (item.kind !== 'probe') continue
    await using under = await probeWorld()
    const outcome = await runProbe(item, under.world, under.bench)
    expect({ id: item.id, ...outcome }).toMatchObject({ id: item.id, kind: 'judged', objections: [] })
  }
})

test('without a control that is accepted, a probe is inconclusive', async () => {
  expect(await objections('no-token-every-route', {}, () => [401, {}])).toEqual(['CONTROL_REFUSED'])
})

test('an API that refuses everybody after a probe is broken by it', async () => {
  let asked = 0
  const api = (incoming: Incoming): Reply => ((asked += 1) > 4 ? [401, {}] : correctReply(incoming))
  expect(await objections('no-token-every-route', {}, api)).toEqual([
    'broke-target: the valid request is accepted afterwards as before',
  ])
})

test('a route that forgot its check is named', async () => {
  const api = unless((incoming) => incoming.route?.method === 'PUT' && unknown(incoming), [204, ''])
  expect(await objections('no-token-every-route', {}, api)).toEqual([
    'accepted: PUT /notes/{id} refuses a request without a token',
  ])
  const crashing = unless((incoming) => incoming.route?.path === '/jobs' && unknown(incoming), [500, ''])
  expect(await objections('no-token-every-route', {}, crashing)).toEqual([
    'server-error: GET /jobs refuses a request without a token',
  ])
})

test('a path that is written in another way is no way in', async () => {
  const lax = unless(on('GET', '/me/'), [200, { oid: 'somebody' }])
  expect(await objections('without-token', { path: '${path}/', raw: true }, lax)).toEqual([
    'accepted: GET /me/ gives nothing of GET /me away',
  ])
})

test('a page for every unknown path, and the anonymous page, give nothing away', async () => {
  const singlePage = unless(({ route }) => route === undefined, [200, 'the single page'])
  expect(await objections('without-token', { path: '${path}/', raw: true }, singlePage)).toEqual([])
  const headers = [['X-Original-URL', '${path}']]
  expect(await objections('without-token', { path: '${anonymousPath}', headers })).toEqual([])
})

test('a header that an anonymous path is rerouted by is a way in', async () => {
  const rerouted = unless(({ message }) => message.headers['x-original-url'] === '/jobs', [200, ['job']])
  const headers = [['X-Original-URL', '${path}']]
  expect(await objections('without-token', { path: '${anonymousPath}', headers }, rerouted)).toEqual([
    'accepted: GET /open gives nothing of GET /jobs away',
  ])
})

test('HEAD without a token is no way in, OPTIONS without a body is none either, 501 is right, 500 is not', async () => {
  expect(await objections('without-token', { method: 'HEAD' }, unless(on('HEAD', '/me'), [200, '']))).toEqual([
    'accepted: HEAD /me gives nothing of GET /me away',
  ])
  expect(
    await objections('without-token', { method: 'PROPFIND', raw: true }, unless(on('PROPFIND', '/me'), [501, ''])),
  ).toEqual([])
  expect(await objections('without-token', { method: 'PATCH' }, unless(on('PATCH', '/me'), [500, '']))).toEqual([
    'server-error: PATCH /me gives nothing of GET /me away',
  ])
})

test('OPTIONS may name the methods of a route, and say no more', async () => {
  const options = on('OPTIONS', '/me')
  expect(await objections('without-token', { method: 'OPTIONS' }, unless(options, [200, 'GET, HEAD']))).toEqual([])
  expect(await objections('without-token', { method: 'OPTIONS' }, unless(options, [200, { oid: 'me' }]))).toEqual([
    'accepted: OPTIONS /me gives nothing of GET /me away',
  ])
})

test('the matrix finds a route that asks for too little or too much', async () => {
  const noScopes = unless((incoming) => incoming.route?.path === '/me' && known(incoming), [200, { oid: 'x' }])
  expect(await objections('access-matrix', { by: 'scopes' }, noScopes)).toEqual([
    'accepted: GET /me refuses a user with the scope Write',
    'accepted: GET /me refuses a user with the scope Unlisted.Scope',
  ])
  const noWriters = unless(({ caller }) => caller?.scopes.includes('Write') === true, [403, {}])
  expect(await objections('access-matrix', { by: 'scopes' }, noWriters)).toEqual([
    'refused-valid: GET /admin lets in a user with the scope Write',
    'refused-valid: PUT /notes/{id} lets in a user with the scope Write',
  ])
})

test('the matrix finds roles that are not asked for, and callers of the wrong kind', async () => {
  expect(await objections('access-matrix', { by: 'roles' }, noRoles)).toEqual([
    'accepted: GET /admin refuses a user with the role Unlisted.Role',
  ])
  expect(await objections('access-matrix', { by: 'appRoles' }, noRoles)).toEqual([
    'accepted: GET /jobs refuses an application with the role Unlisted.Role',
  ])
  const usersToo = unless((incoming) => incoming.route?.path === '/jobs' && known(incoming), [200, []])
  expect(await objections('access-matrix', { by: 'callerKind' }, usersToo)).toEqual([
    'accepted: GET /jobs refuses a user',
  ])
})

test('a caller who is kept for the next one is found', async () => {
  let last: Incoming['caller']
  const sticky = (incoming: Incoming): Reply => {
    last = incoming.caller ?? last
    return correctReply({ ...incoming, caller: last })
  }
  expect((await objections('cross-talk', { requests: 8 }, sticky))[0]).toMatch(/^accepted: (a forger|somebody)/)
})

test("a caller who is shown another one's record, when they come together, is found", async () => {
  let together = 0
  const met = Promise.withResolvers<void>()
  let first: Incoming['caller']
  const mixed = async (incoming: Incoming): Promise<Reply> => {
    if (incoming.caller === undefined) return correctReply(incoming)
    first ??= incoming.caller
    together += 1
    if (together > 1) met.resolve()
    await Promise.race([met.promise, new Promise((resolve) => setTimeout(resolve, 300))])
    const caller = together > 1 ? first : incoming.caller
    setImmediate(() => (together -= 1))
    return correctReply({ ...incoming, caller })
  }
  const found = await objections('cross-talk', { requests: 8 }, mixed)
  expect(new Set(found)).toEqual(new Set(['leak: the second user gets the same answer among others as alone']))
})

const takenForGood = [
  'accepted: request 2 on the connection, with a forged token, is refused',
  'accepted: request 3 on the connection, with no token, is refused',
  'accepted: request 5 on the connection, with a token for another API, is refused',
  'accepted: request 6 on the connection, with no token, is refused',
]

test('a caller who is remembered for the connection is found', async () => {
  const remembered = new WeakMap<object, Incoming['caller'] & object>()
  const api = (incoming: Incoming): Reply => {
    const { socket } = incoming.message
    const caller = incoming.caller ?? remembered.get(socket)
    if (caller !== undefined) remembered.set(socket, caller)
    return correctReply({ ...incoming, caller })
  }
  expect(await objections('one-connection', { pipelined: false }, api)).toEqual(takenForGood)
})

test('an API that takes everybody on one connection for good is found when they come pipelined', async () => {
  expect(await objections('one-connection', { pipelined: true }, () => [200, {}])).toEqual(takenForGood)
})

test('a target that closes the connection after each refusal is right', async () => {
  const closing = (message: IncomingMessage, response: ServerResponse): void => {
    // The control comes first.
    good ??= message.headers.authorization
    if (good !== message.headers.authorization) response.writeHead(401, { connection: 'close' })
    response.end('{}')
  }
  let good: string | undefined
  for (const pipelined of [false, true]) {
    expect(await objections('one-connection', { pipelined }, undefined, closing)).toEqual([])
    good = undefined
  }
})

test('a target that has no connection left for good users is found', async () => {
  const few = await objections('slow-headers', { connections: 20 }, undefined, undefined, 10)
  expect(few).toEqual(['broke-target: good users are served while 20 connections never finish their headers'])
})

test('a target that fails once a request was broken off is found', async () => {
  let broken = false
  const found = await objections('aborted-requests', {}, (incoming) => {
    const { message } = incoming
    const look = (): void => void (broken ||= !message.complete)
    // Broken off already, while its token was looked at?
    if (message.destroyed) look()
    else message.once('close', look)
    return broken ? [503, {}] : correctReply(incoming)
  })
  expect(found).toEqual(['broke-target: the valid request is accepted afterwards as before'])
})
