import { expect, test } from 'vitest'

import { ask, askJson, contosoId, form, login, nobodyId, testCloud } from '../testing/cloud.ts'
import { entraErrors } from './error-table.ts'

const mock = testCloud()
const guid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

test('an error has exactly Entra ID’s members, its time and identifiers from the cloud', async () => {
  const answer = await ask(mock, `${login}/${nobodyId}/v2.0/.well-known/openid-configuration`)
  expect(answer.status).toBe(400)
  expect(answer.headers.get('cache-control')).toContain('no-store')
  const timestamp = '2026-03-04 05:06:07Z'
  expect(await answer.json()).toEqual({
    error: 'invalid_tenant',
    error_description: expect.stringMatching(
      new RegExp(`^AADSTS90002: .*'${nobodyId}'.* Trace ID: .* Correlation ID: .* Timestamp: ${timestamp}$`),
    ),
    error_codes: [90002],
    timestamp,
    trace_id: expect.stringMatching(guid),
    correlation_id: expect.stringMatching(guid),
    error_uri: 'https://login.microsoftonline.com/error?code=90002',
  })
})

test('the headers of an error name its trace and its code, as SDKs read them', async () => {
  const answer = await ask(
    mock,
    `${login}/${contosoId}/oauth2/v2.0/token`,
    form({ grant_type: 'magic', client_id: 'x' }),
  )
  expect(answer.headers.get('x-ms-clitelem')).toBe('1,70003,0,,')
  expect(await answer.json()).toMatchObject({ trace_id: answer.headers.get('x-ms-request-id') })
})

test('errors without a page of their own have no error_uri', async () => {
  const request = form({ grant_type: 'magic', client_id: 'x' })
  const answer = await askJson(mock, `${login}/${contosoId}/oauth2/v2.0/token`, request)
  expect(answer).toMatchObject({ error: 'unsupported_grant_type', error_codes: [70003] })
  expect(answer).not.toHaveProperty('error_uri')
})

test('the caller’s correlation ID comes back if it is a GUID', async () => {
  const keys = `${login}/${nobodyId}/discovery/v2.0/keys`
  const headers = { 'client-request-id': contosoId }
  expect((await askJson(mock, keys, { headers }))['correlation_id']).toBe(contosoId)
  expect((await askJson(mock, `${keys}?client-request-id=${contosoId}`))['correlation_id']).toBe(contosoId)
  expect((await askJson(mock, `${keys}?client-request-id=x`))['correlation_id']).toMatch(guid)
})

test.each([
  [nobodyId, 90002, 'invalid_request'],
  ['nowhere.example', 90002, 'invalid_request'],
  ['nowhere', 900023, 'invalid_request'],
])('an unknown tenant %s: metadata say invalid_tenant, /token %d', async (tenant, code, error) => {
  for (const path of [
    'v2.0/.well-known/openid-configuration',
    '.well-known/openid-configuration',
    'discovery/v2.0/keys',
    'discovery/keys',
  ]) {
    const answer = await ask(mock, `${login}/${tenant}/${path}`)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: 'invalid_tenant', error_codes: [90002] })
  }
  for (const path of ['oauth2/v2.0/token', 'oauth2/token']) {
    const answer = await ask(mock, `${login}/${tenant}/${path}`, form({}))
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error, error_codes: [code] })
  }
})

test('consumers is unknown where there is no tenant for personal accounts', async () => {
  const answer = await ask(testCloud({ tenants: [], apps: [] }), `${login}/consumers/discovery/v2.0/keys`)
  expect(await answer.json()).toMatchObject({ error: 'invalid_tenant', error_codes: [90002] })
})

test('a method the endpoint does not accept', async () => {
  const token = await ask(mock, `${login}/${contosoId}/oauth2/v2.0/token`)
  expect(token.status).toBe(400)
  expect(await token.json()).toMatchObject({ error: 'invalid_request', error_codes: [900561] })
  const keys = await ask(mock, `${login}/${contosoId}/discovery/keys`, { method: 'DELETE' })
  expect(await keys.json()).toMatchObject({ error: 'invalid_request', error_codes: [900561] })
})

test('every place in a text has a name that can be filled in', () => {
  for (const { text } of Object.values(entraErrors)) expect(text.replaceAll(/\{\w+\}/g, '')).not.toMatch(/[{}]/)
})
