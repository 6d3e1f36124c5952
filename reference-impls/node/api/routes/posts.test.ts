import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import * as issuer from '../test/issuer.ts'
import type { TestApi, TestKey } from '../test/issuer.ts'

const { delegated, otherTenantId, secondUserId, sign, startApi, tenantId, userId } = issuer

let key: TestKey
let api: TestApi
let author: string
let second: string
let foreign: string

beforeAll(async () => {
  key = await issuer.newKey('first-key')
  author = await sign(delegated, key)
  second = await sign({ ...delegated, oid: secondUserId, name: 'Second User' }, key)
  const iss = `https://login.microsoftonline.com/${otherTenantId}/v2.0`
  // The same object ID and e-mail address in another tenant is another person.
  foreign = await sign({ ...delegated, iss, tid: otherTenantId, email: 'first@contoso.example' }, key)
})

beforeEach(() => {
  api = startApi({ ALLOWED_TENANTS: otherTenantId })
  api.keys.serve(issuer.v2Keys(), [key])
  api.keys.serve(issuer.v2Keys(otherTenantId), [key])
})

afterEach(() => api[Symbol.dispose]())

const status = async (path: string, token: string, init: Parameters<TestApi['send']>[1] = {}) =>
  (await api.send(path, { ...init, token })).status
const body = async (path: string, token: string): Promise<unknown> => (await api.send(path, { token })).json()
const post = (token: string, title = 'A title') =>
  api.send('/v1/posts', { method: 'POST', token, json: { title, content: 'Text' } })

describe('/v1/profile', () => {
  it('makes one record for each tenant and object ID, whatever else the token says', async () => {
    const profile = await body('/v1/profile', author)
    expect(profile).toMatchObject({ id: 1, tid: tenantId, oid: userId, displayName: 'First User' })
    expect(await body('/v1/profile', author)).toEqual(profile)
    expect(await body('/v1/profile', second)).toMatchObject({ id: 2, oid: secondUserId })
    expect(await body('/v1/profile', foreign)).toMatchObject({ id: 3, tid: otherTenantId, oid: userId })
  })

  it('takes over a new display name', async () => {
    await body('/v1/profile', author)
    api.advance(60)
    const renamed = await sign({ ...delegated, name: 'Renamed' }, key)
    expect(await body('/v1/profile', renamed)).toMatchObject({
      id: 1,
      displayName: 'Renamed',
      createdAt: '2030-01-01T00:00:00.000Z',
      updatedAt: '2030-01-01T00:01:00.000Z',
    })
  })
})

describe('/v1/posts', () => {
  it('creates, reads, updates and deletes', async () => {
    const created = await post(author)
    expect(created.status).toBe(201)
    expect(created.headers.get('location')).toBe('/v1/posts/1')
    expect(await created.json()).toMatchObject({ id: 1, author: userId, title: 'A title', content: 'Text' })
    expect(await body('/v1/posts/1', second)).toMatchObject({ title: 'A title' })
    const change = { method: 'PUT', json: { title: 'Changed', content: 'More' } }
    expect(await status('/v1/posts/1', author, change)).toBe(200)
    expect(await body('/v1/posts/1', author)).toMatchObject({ title: 'Changed', content: 'More' })
    expect(await status('/v1/posts/1', author, { method: 'DELETE' })).toBe(204)
    expect(await status('/v1/posts/1', author)).toBe(404)
  })

  it('lets nobody but the author change or delete', async () => {
    await post(author)
    const change = { method: 'PUT', json: { title: 'Changed', content: 'More' } }
    expect(await status('/v1/posts/1', second, change)).toBe(403)
    expect(await status('/v1/posts/1', second, { method: 'DELETE' })).toBe(403)
    expect(await body('/v1/posts/1', author)).toMatchObject({ title: 'A title' })
  })

  it('hides a tenant’s posts from other tenants', async () => {
    await post(author)
    const change = { method: 'PUT', json: { title: 'Changed', content: 'More' } }
    expect(await status('/v1/posts/1', foreign)).toBe(404)
    expect(await status('/v1/posts/1', foreign, change)).toBe(404)
    expect(await status('/v1/posts/1', foreign, { method: 'DELETE' })).toBe(404)
    expect(await body('/v1/posts', foreign)).toMatchObject({ items: [], total: 0 })
    expect(await body('/v1/posts', author)).toMatchObject({ total: 1 })
  })

  it('pages, newest first', async () => {
    for (const title of ['one', 'two', 'three']) await post(author, title)
    expect(await body('/v1/posts?limit=2', author)).toMatchObject({
      items: [{ title: 'three' }, { title: 'two' }],
      total: 3,
      limit: 2,
      offset: 0,
    })
    expect(await body('/v1/posts?limit=2&offset=2', author)).toMatchObject({ items: [{ title: 'one' }], total: 3 })
    for (const query of ['limit=0', 'limit=101', 'limit=x', 'offset=-1', 'offset=1.5']) {
      expect(await status(`/v1/posts?${query}`, author)).toBe(422)
    }
  })

  it('names the fields that are wrong', async () => {
    const response = await api.send('/v1/posts', {
      method: 'POST',
      token: author,
      json: { title: ' ', text: 'canary' },
    })
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({ status: 422, fields: ['title', 'content'] })
    expect(await body('/v1/posts', author)).toMatchObject({ total: 0 })
  })

  it('refuses bodies it cannot read', async () => {
    const headers = { 'content-type': 'application/json' }
    const method = 'POST'
    expect(await status('/v1/posts', author, { method, headers, body: '{' })).toBe(400)
    expect(await status('/v1/posts', author, { method, headers: { 'content-type': 'text/plain' }, body: '{}' })).toBe(
      415,
    )
    expect(await status('/v1/posts', author, { method, headers, body: 'x'.repeat(70_000) })).toBe(413)
  })

  it.each(['0', '99', 'x', '-1', '9999999999999999999'])('has no post %s', async (id) => {
    expect(await status(`/v1/posts/${id}`, author)).toBe(404)
    expect(await status(`/v1/posts/${id}`, author, { method: 'DELETE' })).toBe(404)
  })
})
