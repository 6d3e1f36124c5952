import { expect, test } from 'vitest'

import { ConnectionReset, type FaultAction } from './contract.ts'
import {
  ask,
  canary,
  contosoId,
  daemonId,
  fabrikam,
  fabrikamId,
  form,
  login,
  testCloud,
  testKeys,
} from './testing/cloud.ts'

const keysUrl = `${login}/${contosoId}/discovery/v2.0/keys`

test('it answers for its own hosts and leaves every other alone', async () => {
  const mock = testCloud()
  const own = ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com', 'sts.windows.net', canary]
  for (const host of own) {
    expect(mock.answers(host)).toBe(true)
    expect(await mock.handle(new Request(`https://${host}/`))).toBeInstanceOf(Response)
  }
  for (const host of ['example.org', 'microsoftonline.com', `x.${canary}`, 'login.microsoftonline.com.example.org']) {
    expect(mock.answers(host)).toBe(false)
    expect(await mock.handle(new Request(`https://${host}/`))).toBeUndefined()
  }
  expect(mock.ledger.count()).toBe(own.length)
})

test('a request is recorded with endpoint, tenant and status, without its credentials', async () => {
  const mock = testCloud()
  await ask(mock, keysUrl)
  await ask(mock, `${login}/contoso.example/oauth2/v2.0/token`, form({ client_id: daemonId, client_secret: 'hunter2' }))
  await ask(mock, `${login}/common/discovery/keys`)
  await ask(mock, `${login}/nothing/here`)
  const facts = mock.ledger.entries().map(({ endpoint, tenantId, status }) => [endpoint, tenantId, status])
  expect(facts).toEqual([
    ['entra.keys.v2', contosoId, 200],
    ['entra.token', contosoId, 400],
    ['entra.keys.v1', undefined, 200],
    [undefined, undefined, 404],
  ])
  expect(mock.ledger.entries()[1]?.requestBody).toMatch(/client_secret=\[redacted length=7 /)
  expect(JSON.stringify(mock.ledger.entries())).not.toContain('hunter2')
})

test('paths are matched in any case', async () => {
  expect((await ask(testCloud(), keysUrl.replace('discovery', 'Discovery'))).status).toBe(200)
})

test('HEAD is GET without the body; OPTIONS is a CORS preflight', async () => {
  const mock = testCloud()
  const head = await ask(mock, keysUrl, { method: 'HEAD' })
  expect([head.status, head.headers.get('cache-control'), await head.text()]).toEqual([
    200,
    'max-age=86400, private',
    '',
  ])
  const preflight = await ask(mock, keysUrl, { method: 'OPTIONS' })
  expect(preflight.headers.get('access-control-allow-methods')).toBe('GET, OPTIONS')
  expect(mock.ledger.entries().map(({ method }) => method)).toEqual(['HEAD', 'OPTIONS'])
})

test('a fault replaces the answer and the ledger says so', async () => {
  const mock = testCloud()
  const remove = mock.faults.add({
    endpoint: 'entra.keys.v2',
    tenantId: contosoId,
    action: { do: 'status', status: 503 },
  })
  expect((await ask(mock, keysUrl)).status).toBe(503)
  expect((await ask(mock, `${login}/${fabrikamId}/discovery/v2.0/keys`)).status).toBe(200)
  remove()
  expect((await ask(mock, keysUrl)).status).toBe(200)
  expect(mock.ledger.entries().map(({ status, faulted }) => [status, faulted])).toEqual([
    [503, true],
    [200, false],
    [200, false],
  ])
})

test('a reset is thrown for the mount and recorded as status 0', async () => {
  const mock = testCloud()
  mock.faults.add({ endpoint: 'entra.keys.v2', action: { do: 'reset' } })
  await expect(mock.handle(new Request(keysUrl))).rejects.toThrow(ConnectionReset)
  expect(mock.ledger.entries()).toMatchObject([{ endpoint: 'entra.keys.v2', status: 0, faulted: true }])
})

test('a slow answer is counted at once and comes when the clock has moved', async () => {
  const mock = testCloud()
  mock.faults.add({ endpoint: 'entra.keys.v2', action: { do: 'latency', ms: 5000 } })
  const recorded = new Promise((resolve) => mock.ledger.subscribe(resolve))
  const answer = ask(mock, keysUrl)
  await recorded
  const raced = await Promise.race([answer, Promise.resolve('waiting')])
  expect([raced, mock.ledger.count(), mock.clock.sleepers]).toEqual(['waiting', 1, 1])
  mock.clock.advance(5000)
  expect((await answer).status).toBe(200)
})

test('two clouds never meet', async () => {
  const [one, other] = [testCloud(), testCloud({ tenants: [fabrikam], apps: [] })]
  one.faults.add({ endpoint: 'entra.keys.v2', action: { do: 'html' } })
  one.directory.addTenant({ ...fabrikam, id: 'a7a7a7a7-0000-4000-8000-000000000007', domain: 'late.example' })
  one.clock.advance(1000)
  await ask(one, `${login}/${fabrikamId}/discovery/v2.0/keys`)
  const answer = await ask(other, `${login}/${fabrikamId}/discovery/v2.0/keys`)
  expect(answer.headers.get('content-type')).toContain('json')
  expect(other.directory.tenant('late.example')).toBeUndefined()
  expect(other.directory.tenant(contosoId)).toBeUndefined()
  expect((await ask(other, keysUrl)).status).toBe(400)
  expect([one.ledger.count(), other.ledger.count()]).toEqual([1, 2])
  expect(other.clock.now()).toBe(one.clock.now() - 1000)
})

test('a canary host serves its keys on any path, as a certificate where one is asked for', async () => {
  const key = await testKeys.key('outsider')
  const mock = testCloud({ canaryKeys: [key] })
  for (const path of ['/', '/.well-known/jwks.json', `/${contosoId}/discovery/v2.0/keys`]) {
    expect(await (await ask(mock, `https://${canary}${path}`)).json()).toEqual({ keys: [key.publicJwk] })
  }
  for (const extension of ['pem', 'cer', 'CRT']) {
    const text = await (await ask(mock, `https://${canary}/a.${extension}?x`)).text()
    expect(text).toMatch(/^-----BEGIN CERTIFICATE-----\n[\s\S]+\n-----END CERTIFICATE-----\n$/)
    expect(text.split('\n').slice(1, -2).join('')).toBe(key.publicJwk.x5c[0])
  }
  expect(mock.ledger.count({ endpoint: 'canary' })).toBe(6)
})

test('a canary without keys serves an empty set and no certificate', async () => {
  const mock = testCloud()
  expect(await (await ask(mock, `https://${canary}/keys`)).json()).toEqual({ keys: [] })
  expect((await ask(mock, `https://${canary}/a.pem`)).status).toBe(404)
})

const actions: readonly FaultAction[] = [
  { do: 'status', status: 500 },
  { do: 'truncate', afterBytes: 3 },
  { do: 'html' },
  { do: 'empty' },
  { do: 'reset' },
  { do: 'huge', bytes: 10_000 },
  { do: 'redirect', to: 'https://elsewhere.example/' },
  { do: 'json', value: { keys: [] } },
  { do: 'patch-json', value: { issuer: 'x' } },
]

/** Latency has a test of its own. */
test.each(actions)('$do can be scripted at every endpoint', async (action) => {
  const urls = [
    ['entra.discovery.v1', `${login}/common/.well-known/openid-configuration`],
    ['entra.discovery.v2', `${login}/common/v2.0/.well-known/openid-configuration`],
    ['entra.keys.v1', `${login}/common/discovery/keys`],
    ['entra.keys.v2', `${login}/common/discovery/v2.0/keys`],
    ['entra.instance-discovery', `${login}/common/discovery/instance`],
    ['entra.authorize', `${login}/common/oauth2/v2.0/authorize`],
    ['entra.token', `${login}/common/oauth2/v2.0/token`],
    ['entra.logout', `${login}/common/oauth2/v2.0/logout`],
    ['canary', `https://${canary}/`],
  ] as const
  const mock = testCloud()
  for (const [endpoint, url] of urls) {
    const remove = mock.faults.add({ endpoint, action })
    const answered = mock.handle(new Request(url)).then(
      () => true,
      (error: unknown) => !(error instanceof ConnectionReset),
    )
    expect(await answered).toBe(action.do !== 'reset')
    remove()
  }
  const expected = urls.map(([endpoint]) => ({ endpoint, faulted: true }))
  expect(mock.ledger.entries()).toMatchObject(expected)
})
