import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { z } from 'zod'

import {
  apiId,
  apiUri,
  apps,
  ask,
  consumersId,
  contoso,
  contosoId,
  daemonId,
  daemonSecret,
  fabrikamId,
  form,
  login,
  nobodyId,
  testCloud,
  testKeys,
  v1ApiId,
} from '../../testing/cloud.ts'

const mock = testCloud()
const now = Math.floor(mock.clock.now() / 1000)
const endpoint = `${login}/${contosoId}/oauth2/v2.0/token`
const valid = {
  grant_type: 'client_credentials',
  client_id: daemonId,
  client_secret: daemonSecret,
  scope: `${apiUri}/.default`,
}
const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) })
const success = z.looseObject({ access_token: z.string() })
const guid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

async function verified(token: string, path: string): Promise<Record<string, unknown>> {
  const keys = keySet.parse(await (await ask(mock, `${login}/${path}`)).json())
  const { payload } = await jwtVerify(token, createLocalJWKSet(keys), { currentDate: new Date(mock.clock.now()) })
  return payload
}

test('client credentials for a v2 API: the answer and the token as Entra ID makes them', async () => {
  const answer = await ask(
    mock,
    `${endpoint}?client-request-id=${nobodyId}`,
    form({ ...valid, 'x-client-SKU': 'msal' }),
  )
  expect(answer.status).toBe(200)
  expect(answer.headers.get('cache-control')).toBe('no-store, no-cache')
  expect([...answer.headers.keys()]).toEqual(
    expect.arrayContaining(['x-ms-request-id', 'x-ms-ests-server', 'x-ms-clitelem']),
  )
  const body = success.parse(await answer.json())
  expect(body).toEqual({
    token_type: 'Bearer',
    expires_in: 3599,
    ext_expires_in: 3599,
    access_token: expect.any(String),
  })
  expect(decodeProtectedHeader(body.access_token)).toEqual({ typ: 'JWT', alg: 'RS256', kid: contoso.keys[0].kid })
  const claims = await verified(body.access_token, `${contosoId}/discovery/v2.0/keys`)
  expect(claims).toEqual({
    aud: apiId,
    iss: `${login}/${contosoId}/v2.0`,
    iat: now - 300,
    nbf: now - 300,
    exp: now + 3600,
    aio: expect.any(String),
    azp: daemonId,
    azpacr: '1',
    oid: expect.stringMatching(guid),
    rh: expect.any(String),
    sub: claims['oid'],
    tid: contosoId,
    uti: expect.any(String),
    ver: '2.0',
  })
})

test('the API’s registration decides the version, not the endpoint: a v1 token from v2, named as it was asked for', async () => {
  const scope = `api://${v1ApiId}//.default`
  const { access_token: token } = success.parse(await (await ask(mock, endpoint, form({ ...valid, scope }))).json())
  const { kid } = contoso.keys[0]
  expect(decodeProtectedHeader(token)).toEqual({ typ: 'JWT', alg: 'RS256', kid, x5t: kid })
  const claims = await verified(token, 'common/discovery/keys')
  expect(claims).toEqual({
    aud: `api://${v1ApiId}/`,
    iss: `https://sts.windows.net/${contosoId}/`,
    iat: now - 300,
    nbf: now - 300,
    exp: now + 3600,
    aio: expect.any(String),
    appid: daemonId,
    appidacr: '1',
    idp: `https://sts.windows.net/${contosoId}/`,
    oid: expect.stringMatching(guid),
    rh: expect.any(String),
    sub: claims['oid'],
    tid: contosoId,
    uti: expect.any(String),
    ver: '1.0',
  })
})

test('the v1 endpoint takes a resource and answers with numbers as text', async () => {
  const { scope: _, ...rest } = valid
  const answer = await ask(mock, `${login}/${contosoId}/oauth2/token`, form({ ...rest, resource: apiUri }))
  const body = success.parse(await answer.json())
  expect(body).toEqual({
    token_type: 'Bearer',
    expires_in: '3599',
    ext_expires_in: '3599',
    expires_on: String(now + 3599),
    not_before: String(now - 300),
    resource: apiUri,
    access_token: expect.any(String),
  })
  expect(await verified(body.access_token, `${contosoId}/discovery/v2.0/keys`)).toMatchObject({
    aud: apiId,
    ver: '2.0',
  })
})

test('after a rollover the new key signs', async () => {
  const own = testCloud()
  const next = await testKeys.key('contoso-next')
  own.directory.tenant(contosoId)?.keys.rollover(next)
  const { access_token: token } = success.parse(await (await ask(own, endpoint, form(valid))).json())
  expect(decodeProtectedHeader(token).kid).toBe(next.kid)
})

test('a client may authenticate by HTTP Basic, both halves form-encoded', async () => {
  const { client_id: _, client_secret: __, ...rest } = valid
  const halves = [daemonId, daemonSecret].map((half) => new URLSearchParams({ half }).toString().slice('half='.length))
  const authorization = `Basic ${Buffer.from(halves.join(':')).toString('base64')}`
  expect((await ask(mock, endpoint, form(rest, { authorization }))).status).toBe(200)
  const wrong = `Basic ${Buffer.from(`${daemonId}:wrong`).toString('base64')}`
  expect(await (await ask(mock, endpoint, form(rest, { authorization: wrong }))).json()).toMatchObject({
    error_codes: [7000215],
  })
})

const at = (tenant: string): string => `${login}/${tenant}/oauth2/v2.0/token`

test.each([
  ['no grant type', endpoint, { grant_type: '' }, 400, 'invalid_request', 900144],
  ['no client', endpoint, { client_id: '' }, 400, 'invalid_request', 900144],
  ['no scope', endpoint, { scope: '' }, 400, 'invalid_request', 900144],
  ['an unsupported grant', endpoint, { grant_type: 'magic' }, 400, 'unsupported_grant_type', 70003],
  [
    'a grant that is a property of every object',
    endpoint,
    { grant_type: 'constructor' },
    400,
    'unsupported_grant_type',
    70003,
  ],
  ['an unknown client', endpoint, { client_id: nobodyId }, 400, 'unauthorized_client', 700016],
  ['another tenant’s client', at(fabrikamId), {}, 400, 'unauthorized_client', 700016],
  ['no credential', endpoint, { client_secret: '' }, 401, 'invalid_client', 7000216],
  ['a wrong secret', endpoint, { client_secret: 'wrong' }, 401, 'invalid_client', 7000215],
  ['a client without secrets', endpoint, { client_id: apiId }, 401, 'invalid_client', 7000215],
  ['no assertion type', endpoint, { client_assertion: 'a.b.c' }, 400, 'invalid_request', 900144],
  ['an unknown API', endpoint, { scope: 'api://nothing/.default' }, 400, 'invalid_resource', 500011],
  ['a single scope', endpoint, { scope: `${apiUri}/access_as_user` }, 400, 'invalid_scope', 1002012],
  ['two APIs', endpoint, { scope: `${apiUri}/.default api://x/.default` }, 400, 'invalid_scope', 70011],
  ['only OpenID scopes', endpoint, { scope: 'openid profile' }, 400, 'invalid_scope', 70011],
  ['no tenant: common', at('common'), {}, 400, 'invalid_request', 9001023],
  ['no tenant: consumers', at('consumers'), {}, 400, 'invalid_request', 9001023],
  ['no tenant: organizations', at('organizations'), {}, 400, 'invalid_request', 50059],
  ['an organisation’s client with personal accounts', at(consumersId), {}, 400, 'unauthorized_client', 700016],
])('%s is refused', async (_, url, change, status, error, code) => {
  const answer = await ask(mock, url, form({ ...valid, ...change }))
  expect(answer.status).toBe(status)
  expect(answer.headers.get('cache-control')).toBe('no-store, no-cache')
  expect(await answer.json()).toMatchObject({ error, error_codes: [code] })
})

test('a secret is good until it expires', async () => {
  const expiresAt = mock.clock.now() + 1000
  const own = testCloud({
    apps: apps.map((app) =>
      app.clientId === daemonId ? { ...app, secrets: [{ value: daemonSecret, expiresAt }] } : app,
    ),
  })
  expect((await ask(own, endpoint, form(valid))).status).toBe(200)
  own.clock.advance(1000)
  const answer = await ask(own, endpoint, form(valid))
  expect(answer.status).toBe(401)
  expect(await answer.json()).toMatchObject({ error: 'invalid_client', error_codes: [7000222] })
})

test('a parameter that is there twice is refused, whichever would have been right', async () => {
  const body = `${new URLSearchParams(valid).toString()}&client_id=${nobodyId}`
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const answer = await ask(mock, endpoint, { method: 'POST', body, headers })
  expect(await answer.json()).toMatchObject({ error: 'invalid_request', error_codes: [9000411] })
})

test('parameters count only in a form body', async () => {
  const json = { method: 'POST', body: JSON.stringify(valid), headers: { 'content-type': 'application/json' } }
  expect(await (await ask(mock, endpoint, json)).json()).toMatchObject({ error_codes: [900144] })
  const text = {
    method: 'POST',
    body: new URLSearchParams(valid).toString(),
    headers: { 'content-type': 'text/plain' },
  }
  expect(await (await ask(mock, endpoint, text)).json()).toMatchObject({ error_codes: [900144] })
  const query = `${endpoint}?${new URLSearchParams(valid).toString()}`
  expect(await (await ask(mock, query, { method: 'POST' })).json()).toMatchObject({ error_codes: [900144] })
})
