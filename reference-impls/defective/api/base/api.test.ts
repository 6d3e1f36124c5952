import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import api, { type Api } from './api.ts'
import { appClaims, environment, startTestIssuer, type TestIssuer, userClaims } from './testing/issuer.ts'

let issuer: TestIssuer

beforeAll(async () => {
  issuer = await startTestIssuer()
})
afterAll(() => issuer[Symbol.dispose]())

function call(instance: Api, path: string, token?: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers)
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`)
  return instance.fetch(new Request(`http://api.example${path}`, { ...init, headers }))
}

describe('a valid token', () => {
  test('of a user reaches what its scope and role allow', async () => {
    const instance = api(environment)
    const token = await issuer.sign(userClaims())
    expect((await call(instance, '/api/claims', token)).status).toBe(200)
    expect((await call(instance, '/api/tasks', token)).status).toBe(200)
    const body = JSON.stringify({ title: 'x' })
    expect((await call(instance, '/api/tasks', token, { method: 'POST', body })).status).toBe(403)
    expect((await call(instance, '/api/reports', token)).status).toBe(403)
  })

  test('of an application reaches what its app role allows', async () => {
    const instance = api(environment)
    const token = await issuer.sign(appClaims())
    expect((await call(instance, '/api/claims', token)).status).toBe(200)
    expect((await call(instance, '/v1/profile', token)).status).toBe(403)
  })

  test('without the authentication context is challenged for it', async () => {
    const answer = await call(api(environment), '/api/payroll', await issuer.sign(userClaims()))
    expect(answer.status).toBe(401)
    const claims = /claims="([^"]+)"/.exec(answer.headers.get('www-authenticate') ?? '')?.[1]
    expect(atob(claims ?? '')).toBe('{"access_token":{"acrs":{"essential":true,"value":"c1"}}}')
  })
})

describe('a refusal', () => {
  test.each([
    ['another audience', { aud: 'c5c5c5c5-0000-4000-8000-000000000001' }],
    ['another tenant', { tid: 'a3a3a3a3-0000-4000-8000-000000000001' }],
    ['an expiry long past', { exp: 1_000_000_000 }],
    ['an expiry as text', { exp: '4000000000' }],
    ['a bound token', { cnf: { jkt: 'thumbprint' } }],
  ])('of %s says invalid_token', async (_, claims) => {
    const answer = await call(api(environment), '/api/claims', await issuer.sign({ ...userClaims(), ...claims }))
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"')
  })

  test('of no token at all names no error', async () => {
    const answer = await call(api(environment), '/api/claims')
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
  })

  test('of a member that occurs twice', async () => {
    const token = await issuer.sign(userClaims())
    const [header = '', , signature = ''] = token.split('.')
    const twice = Buffer.from('{"aud":"x","\\u0061ud":"y"}').toString('base64url')
    const answer = await call(api(environment), '/api/claims', `${header}.${twice}.${signature}`)
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ title: 'The token holds no valid JSON.' })
  })
})

describe('the signing keys', () => {
  test('are fetched once for a burst, and once more for unknown key ids', async () => {
    const instance = api(environment)
    const before = issuer.fetches()
    const good = await issuer.sign(userClaims())
    const unknown = await issuer.sign(userClaims(), 'unknown')
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => call(instance, '/api/claims', n % 2 ? good : unknown)),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, (_, n) => (n % 2 ? 200 : 401)))
    expect(issuer.fetches() - before).toBe(2)
  })

  test('stay good while the issuer cannot be reached, and are never done without', async () => {
    const warm = api({ ...environment, KEYS_MAX_AGE_SECONDS: '0' })
    const token = await issuer.sign(userClaims())
    expect((await call(warm, '/api/claims', token)).status).toBe(200)
    using _outage = issuer.goDown()
    expect((await call(warm, '/api/claims', token)).status).toBe(200)
    expect((await call(api(environment), '/api/claims', token)).status).toBe(401)
  })
})

test('only its author changes a post', async () => {
  const instance = api(environment)
  const author = await issuer.sign(userClaims())
  const other = await issuer.sign({ ...userClaims(), oid: 'b2b2b2b2-0000-4000-8000-000000000001' })
  const body = JSON.stringify({ title: 'a', content: 'b' })
  const created: unknown = await (await call(instance, '/v1/posts', author, { method: 'POST', body })).json()
  const id = typeof created === 'object' && created !== null && 'id' in created ? String(created.id) : ''
  expect((await call(instance, `/v1/posts/${id}`, other, { method: 'PUT', body })).status).toBe(403)
  expect((await call(instance, `/v1/posts/${id}`, other, { method: 'DELETE' })).status).toBe(403)
  expect((await call(instance, `/v1/posts/${id}`, other)).status).toBe(200)
  expect((await call(instance, `/v1/posts/${id}`, author, { method: 'DELETE' })).status).toBe(204)
  expect((await call(instance, `/v1/posts/${id}`, author)).status).toBe(404)
})
