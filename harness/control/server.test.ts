import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'

import { contoso, contosoId, login } from '../mock-azure/testing/cloud.ts'
import { systemIdentity, userIdentity } from '../mock-azure/testing/workload.ts'
import { type ControlServer, startControlServer } from './server.ts'
import { controlledCloud, start, user, vaultId, vaultUrl } from './testing/controlled-cloud.ts'

const { mock, control } = controlledCloud()
const server = await startControlServer(control)
afterAll(() => server[Symbol.asyncDispose]())

const lateId = 'a7a7a7a7-0000-4000-8000-000000000007'
const clientId = 'c7c7c7c7-0000-4000-8000-000000000007'
const [firstKey, secondKey] = contoso.keys.map(({ kid }) => kid)

async function send(
  operation: string,
  body?: unknown,
  { url, secret }: ControlServer = server,
): Promise<[number, unknown]> {
  const [method = '', path = ''] = operation.split(' ')
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${secret}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  const json: unknown = text === '' ? undefined : JSON.parse(text)
  return [answer.status, json]
}

const fault = { endpoint: 'entra.token', calls: { from: 1, to: 2 }, action: { do: 'status', status: 503 } }
const role = { principalId: systemIdentity.principalId, role: 'Key Vault Secrets User', scope: vaultId }
const { tenantId: ofIdentity, ...identity } = userIdentity

/** In this order: the operation, its body, the status, and what of the answer matters. */
const operations: readonly (readonly [operation: string, body: unknown, status: number, answer: unknown])[] = [
  ['GET /tenants', undefined, 200, [{ id: contosoId }, {}, {}]],
  [
    'POST /tenants',
    { id: lateId, domain: 'late.example', displayName: 'Late' },
    201,
    { id: lateId, kind: 'organization' },
  ],
  [
    'GET /keys?tenant=contoso.example',
    undefined,
    200,
    [
      { kid: firstKey, signing: true },
      { kid: secondKey, signing: false },
    ],
  ],
  ['POST /keys/rollover', { kid: secondKey }, 200, { kid: secondKey, signing: true }],
  ['POST /keys/rollover?tenant=late.example', undefined, 200, { signing: true }],
  ['POST /keys', undefined, 201, { signing: false }],
  [`DELETE /keys/${firstKey}`, undefined, 204, undefined],
  [
    'POST /apps',
    { clientId, displayName: 'Late', appRoles: ['Read'], scopes: ['read'] },
    201,
    { clientId, tenantId: contosoId },
  ],
  ['GET /apps?tenant=contoso.example', undefined, 200, [{}, {}, {}, { clientId }]],
  [`PATCH /apps/${clientId}`, { secrets: ['rotated'] }, 200, { clientId, secrets: ['rotated'], appRoles: ['Read'] }],
  ['POST /consents', { clientId, resource: clientId, scopes: ['read'] }, 204, undefined],
  [`DELETE /apps/${clientId}/consents`, undefined, 204, undefined],
  ['POST /app-role-assignments', { principalId: clientId, resource: clientId, role: 'Read' }, 204, undefined],
  ['DELETE /app-role-assignments', { principalId: clientId, resource: clientId, role: 'Read' }, 204, undefined],
  ['GET /users', undefined, 200, [user]],
  ['POST /users', { ...user, objectId: lateId, userName: 'late@contoso.example' }, 201, { tenantId: contosoId }],
  ['PATCH /users/late@contoso.example', { disabled: true }, 200, { objectId: lateId, disabled: true }],
  ['POST /users/late@contoso.example/revoke-sessions', undefined, 204, undefined],
  ['POST /guests', { userId: lateId, tenantId: lateId, objectId: clientId }, 204, undefined],
  ['POST /groups', { objectId: clientId, displayName: 'Late', members: [lateId] }, 204, undefined],
  ['PUT /sign-in', { mode: 'automatic' }, 204, undefined],
  ['GET /sign-in', undefined, 200, { mode: 'automatic', consent: 'accept' }],
  ['POST /identities', { ...identity, tenantId: ofIdentity.toUpperCase() }, 204, undefined],
  ['GET /identities', undefined, 200, [systemIdentity, userIdentity]],
  ['PUT /identities/token-lifetime', { tokenLifetimeSeconds: 60 }, 204, undefined],
  [`DELETE /identities/${userIdentity.clientId}`, undefined, 204, undefined],
  ['POST /role-assignments', role, 204, undefined],
  ['GET /role-assignments', undefined, 200, [role]],
  ['DELETE /role-assignments', role, 204, undefined],
  ['GET /vaults', undefined, 200, [{ name: 'contoso-vault', url: vaultUrl }]],
  ['PATCH /vaults/contoso-vault', { refusal: 'ForbiddenByFirewall', accessPolicies: [] }, 204, undefined],
  ['PATCH /vaults/contoso-vault', { refusal: null }, 204, undefined],
  ['PUT /vaults/contoso-vault/secrets/two', { value: '2' }, 200, { version: expect.stringMatching(/^[\da-f]{32}$/) }],
  ['GET /vaults/contoso-vault/secrets', undefined, 200, [{ value: '1' }, { name: 'two', value: '2', enabled: true }]],
  ['DELETE /vaults/contoso-vault/secrets/one', undefined, 204, undefined],
  ['POST /faults', fault, 201, { id: '1' }],
  ['GET /faults', undefined, 200, [{ id: '1', ...fault }]],
  ['DELETE /faults/1', undefined, 204, undefined],
  ['DELETE /faults', undefined, 204, undefined],
  ['POST /clock/move', { ms: 1000 }, 200, { now: start + 1000, offsetMs: 1000 }],
  ['GET /clock', undefined, 200, { offsetMs: 1000 }],
  ['POST /snapshots', undefined, 201, { id: '1' }],
  ['GET /snapshots', undefined, 200, ['1']],
  ['POST /clock/reset', undefined, 200, { offsetMs: 0 }],
  ['POST /snapshots/1/restore', undefined, 204, undefined],
  ['GET /clock', undefined, 200, { offsetMs: 1000 }],
  ['DELETE /snapshots/1', undefined, 204, undefined],
  ['GET /ledger/mark', undefined, 200, { mark: 0 }],
  ['GET /ledger?endpoint=entra.token&endpoint=entra.keys.v2&refused=false&since=0', undefined, 200, []],
]

test('every operation does what the control in process does', async () => {
  for (const [operation, body, status, answer] of operations) {
    expect([operation, ...(await send(operation, body))]).toMatchObject([operation, status, answer])
  }
  expect(control.keys.list().find(({ signing }) => signing)?.kid).toBe(secondKey)
  expect(mock.entra.signIn.mode).toBe('automatic')
  expect(control.identities.tokenLifetimeSeconds).toBe(60)
  expect(mock.directory.groupsOf(contosoId, lateId)).toEqual([clientId])
  expect(mock.directory.account(lateId, lateId)?.objectId).toBe(clientId)
})

test.each([
  ['POST /users', { objectId: 'x' }, 400, 'CONTROL_INVALID', /objectId: Invalid GUID/],
  ['POST /users', '{', 400, 'CONTROL_INVALID', /./],
  ['POST /clock/move', { ms: 1, seconds: 2 }, 400, 'CONTROL_INVALID', /seconds/],
  ['PUT /vaults/contoso-vault/secrets/a_b', { value: '1' }, 400, 'CONTROL_INVALID', /name: 1 to 127/],
  ['GET /ledger?since=yesterday', undefined, 400, 'CONTROL_INVALID', /since/],
  ['GET /ledger?endpoint=entra.nothing', undefined, 400, 'CONTROL_INVALID', /endpoint/],
  ['GET /apps?tenant=none.example', undefined, 404, 'CONTROL_UNKNOWN', /Name one/],
  ['DELETE /keys/none', undefined, 404, 'CONTROL_UNKNOWN', /Name one/],
  ['POST /nothing', undefined, 404, 'CONTROL_NOT_FOUND', /mock\.md/],
  ['POST /tenants', { id: contosoId, domain: 'x.example', displayName: 'Twice' }, 409, 'MOCK_DUPLICATE', /already/],
  ['POST /consents', { clientId, resource: lateId, scopes: [] }, 400, 'MOCK_APP_UNKNOWN', /no app/],
] as const)('%s %j is refused: %i %s', async (operation, body, status, code, details) => {
  const [got, answer] = await send(operation, body)
  expect([got, JSON.stringify(answer)]).toEqual([status, expect.stringMatching(details)])
  expect(answer).toMatchObject({
    error: {
      code,
      message: expect.any(String),
      fix: expect.any(String),
    },
  })
})

test('nothing goes without this run’s secret, not even whether a path is there', async () => {
  await using other = await startControlServer(controlledCloud().control)
  const good = `Bearer ${server.secret}`
  for (const authorization of [
    '',
    'Bearer',
    'Bearer ',
    `Bearer ${other.secret}`,
    server.secret,
    `Basic ${server.secret}`,
    `${good}x`,
  ]) {
    for (const path of ['/tenants', '/nothing', '/ledger/stream']) {
      const answer = await fetch(`${server.url}${path}`, { headers: { authorization } })
      expect([authorization, answer.status]).toEqual([authorization, 401])
      expect(answer.headers.get('www-authenticate')).toBe('Bearer')
      expect(await answer.text()).toContain('CONTROL_UNAUTHORIZED')
    }
  }
  expect(Buffer.from(server.secret, 'base64url')).toHaveLength(32)
  expect(new URL(server.url).hostname).toBe('127.0.0.1')
})

const event = z.object({ sequence: z.number(), endpoint: z.string(), url: z.string() })

/** The first events of a ledger stream, once it is open and `then` has run. */
async function firstEvents(
  query: string,
  headers: Record<string, string>,
  count: number,
  then: () => Promise<unknown>,
) {
  const abort = new AbortController()
  const answer = await fetch(`${server.url}/ledger/stream${query}`, {
    headers: { authorization: `Bearer ${server.secret}`, ...headers },
    signal: abort.signal,
  })
  expect(answer.headers.get('content-type')).toContain('text/event-stream')
  let text = ''
  const blocks = (): readonly string[] =>
    text
      .split('\n\n')
      .slice(0, -1)
      .filter((block) => !block.startsWith(':'))
  for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    if (text === '') await then()
    text += chunk
    if (blocks().length >= count) break
  }
  abort.abort()
  const lines = blocks().flatMap((block) => block.split('\n'))
  const valuesOf = (name: string) => lines.flatMap((line) => (line.startsWith(name) ? [line.slice(name.length)] : []))
  return { events: valuesOf('data: ').map((data) => event.parse(JSON.parse(data))), ids: valuesOf('id: ') }
}

const askForKeys = () => mock.handle(new Request(`${login}/${contosoId}/discovery/v2.0/keys`))

test('the ledger can be watched live, and from where it was left', async () => {
  await askForKeys()
  const before = control.ledger.mark()
  const live = await firstEvents('', {}, 1, askForKeys)
  expect(live.events).toEqual([
    { sequence: before + 1, endpoint: 'entra.keys.v2', url: `${login}/${contosoId}/discovery/v2.0/keys` },
  ])
  expect(live.ids).toEqual([String(before + 1)])
  const again = await firstEvents('', { 'last-event-id': String(before) }, 1, async () => {})
  expect(again.events).toEqual(live.events)
  const all = await firstEvents('?since=0', {}, before + 1, async () => {})
  expect(all.events.map(({ sequence }) => sequence)).toEqual(
    Array.from({ length: before + 1 }, (_, index) => index + 1),
  )
})

test('disposing ends streams too', async () => {
  const short = await startControlServer(controlledCloud().control)
  const answer = await fetch(`${short.url}/ledger/stream`, { headers: { authorization: `Bearer ${short.secret}` } })
  const ended = answer.text().catch((error: unknown) => error)
  await short[Symbol.asyncDispose]()
  expect(await ended).toBeInstanceOf(Error)
})

test('the page holds no data and runs no script but its own', async () => {
  const answer = await fetch(`${server.url}/`)
  const html = await answer.text()
  const nonce = /nonce="([^"]+)"/.exec(html)?.[1] ?? ''
  expect(answer.headers.get('content-security-policy')).toContain(`script-src 'nonce-${nonce}'`)
  expect(html).not.toContain(server.secret)
})
