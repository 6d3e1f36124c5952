import { beforeAll, describe, expect, it } from 'vitest'

import * as issuer from '../test/issuer.ts'
import type { Claims, TestKey } from '../test/issuer.ts'

const { appOnly, delegated, sign, startApi } = issuer
const user = (change: Claims): Claims => ({ ...delegated, ...change })
const app = (change: Claims): Claims => ({ ...appOnly, ...change })

let key: TestKey

beforeAll(async () => {
  key = await issuer.newKey('first-key')
})

interface Ask {
  readonly claims: Claims
  readonly path?: string
  readonly settings?: Readonly<Record<string, string>>
}

async function ask({ claims, path = '/api/claims', settings = {} }: Ask): Promise<Response> {
  using api = startApi(settings)
  api.keys.serve(issuer.v2Keys(), [key])
  return await api.send(path, { token: await sign(claims, key) })
}

describe('scopes and roles', () => {
  it.each<[string, Claims]>([
    ['no scope', { scp: undefined }],
    ['an empty scope', { scp: '' }],
    ['another scope', { scp: 'other' }],
    ['a longer scope', { scp: 'access_as_user_x' }],
    ['upper case', { scp: 'ACCESS_AS_USER' }],
    ['scopes joined by commas', { scp: 'access_as_user,other' }],
    ['scopes joined by a tab', { scp: 'access_as_user\tother' }],
    ['a list', { scp: ['access_as_user'] }],
    ['a number', { scp: 1 }],
    ['the scope among the roles', { scp: undefined, roles: ['access_as_user'] }],
    ['an app role held by a user', { scp: undefined, roles: ['Claims.Read.All'] }],
  ])('refuses a user with %s', async (_, change) => {
    const response = await ask({ claims: user(change) })
    expect(response.status).toBe(403)
    expect(response.headers.get('www-authenticate')).toBe('Bearer error="insufficient_scope", scope="access_as_user"')
  })

  it.each<[string, Claims]>([
    ['no roles', { roles: undefined }],
    ['a role as text', { roles: 'Claims.Read.All' }],
    ['another case', { roles: ['claims.read.all'] }],
    ['the role as a scope', { roles: undefined, scp: 'Claims.Read.All' }],
    ['a user’s scope', { roles: undefined, scp: 'access_as_user' }],
  ])('refuses an application with %s', async (_, change) => {
    expect((await ask({ claims: app(change) })).status).toBe(403)
  })

  it('tells an application by idtyp too', async () => {
    expect((await ask({ claims: app({ idtyp: 'app', sub: 'another' }) })).status).toBe(200)
    expect((await ask({ claims: app({ idtyp: 'user' }) })).status).toBe(403)
  })

  it.each<[path: string, claims: Claims, status: number]>([
    ['/api/tasks', user({ roles: ['Reader'] }), 200],
    ['/api/tasks', user({ roles: ['Admin'] }), 200],
    ['/api/tasks', user({ roles: ['Tasks.Read.All'] }), 403],
    ['/api/tasks', user({ roles: ['Reader'], scp: 'other' }), 403],
    ['/api/tasks', user({ groups: ['Reader'] }), 403],
    ['/api/tasks', app({}), 200],
    ['/api/tasks', app({ roles: ['Admin'] }), 403],
    ['/api/tasks/export', app({}), 200],
    ['/api/tasks/export', user({ roles: ['Tasks.Read.All'] }), 403],
    ['/v1/profile', user({}), 200],
    ['/v1/profile', app({}), 403],
  ])('%s for %o: %i', async (path, claims, status) => {
    expect((await ask({ path, claims })).status).toBe(status)
  })
})

describe('clients', () => {
  const settings = { ALLOWED_CLIENTS: issuer.callerId, CONFIDENTIAL_CLIENTS_ONLY: 'true' }

  it('accepts a listed, confidential client', async () => {
    expect((await ask({ claims: delegated, settings })).status).toBe(200)
  })

  it('refuses another client and a public one', async () => {
    expect((await ask({ claims: user({ azp: issuer.userId }), settings })).status).toBe(403)
    expect((await ask({ claims: user({ azpacr: '0' }), settings })).status).toBe(403)
    expect((await ask({ claims: user({ azp: issuer.userId, azpacr: '0' }) })).status).toBe(200)
  })
})

describe('step-up', () => {
  const path = '/api/claims/step-up'
  const settings = { REQUIRED_ACRS: 'c1' }

  it('challenges a token without the authentication context', async () => {
    const response = await ask({ claims: user({ acrs: ['c2'] }), path, settings })
    expect(response.status).toBe(401)
    const challenge = response.headers.get('www-authenticate') ?? ''
    expect(challenge).toContain('error="insufficient_claims"')
    const claims = /claims="([^"]*)"/.exec(challenge)?.[1] ?? ''
    expect(JSON.parse(atob(claims))).toEqual({ access_token: { acrs: { essential: true, value: 'c1' } } })
  })

  it('accepts one with it, and any where none is configured', async () => {
    expect((await ask({ claims: user({ acrs: ['c1'] }), path, settings })).status).toBe(200)
    expect((await ask({ claims: delegated, path })).status).toBe(200)
  })
})
