import { describe, expect, it } from 'vitest'

import { ask, contosoId } from '../testing/cloud.ts'
import { askVault, put, tokenFor, vaultCloud, vaultUrl } from './testing/vault.ts'

const now = Math.floor(Date.UTC(2026, 2, 4, 5, 6, 7) / 1000)
const attributes = {
  enabled: true,
  created: now,
  updated: now,
  recoveryLevel: 'Recoverable+Purgeable',
  recoverableDays: 90,
}
const officer = () => vaultCloud({}, 'Key Vault Secrets Officer')

describe('get', () => {
  it('answers with the current version', async () => {
    const { status, body } = await askVault(vaultCloud(), '/secrets/azure-tenant-id/')
    expect(status).toBe(200)
    expect(body).toEqual({
      value: contosoId,
      contentType: 'text/plain',
      tags: { app: 'web' },
      id: expect.stringMatching(/^https:\/\/kv-app\.vault\.azure\.net\/secrets\/Azure-Tenant-Id\/[\da-f]{32}$/),
      attributes,
    })
  })

  it('answers with a given version', async () => {
    const mock = vaultCloud()
    const { id } = (await askVault(mock, '/secrets/azure-tenant-id')).body
    const second = mock.vault('kv-app')?.setSecret({ name: 'AZURE-TENANT-ID', value: 'rotated' })
    expect((await askVault(mock, '/secrets/azure-tenant-id')).body).toMatchObject({ value: 'rotated' })
    expect((await askVault(mock, new URL(String(id)).pathname)).body).toMatchObject({ value: contosoId, id })
    expect((await askVault(mock, `/secrets/azure-tenant-id/${second?.toUpperCase()}`)).body).toMatchObject({
      value: 'rotated',
    })
  })

  it.each(['/secrets/nothing', '/secrets/nothing/', '/secrets/azure-tenant-id/00000000000000000000000000000000'])(
    'finds nothing at %s',
    async (path) => {
      const { status, body } = await askVault(vaultCloud(), path)
      expect(status).toBe(404)
      expect(body).toMatchObject({ error: { code: 'SecretNotFound' } })
    },
  )

  it('refuses a disabled secret', async () => {
    const mock = vaultCloud({ secrets: [{ name: 'off', value: 'x', enabled: false }] })
    const { status, body } = await askVault(mock, '/secrets/off')
    expect(status).toBe(403)
    expect(body).toMatchObject({ error: { code: 'Forbidden', innererror: { code: 'SecretDisabled' } } })
  })

  it('answers for an expired secret and for one that is not valid yet: the attributes only inform', async () => {
    const mock = vaultCloud({
      secrets: [
        { name: 'old', value: 'x', expires: now - 3600 },
        { name: 'early', value: 'y', notBefore: now + 3600 },
      ],
    })
    expect((await askVault(mock, '/secrets/old')).body).toMatchObject({ value: 'x', attributes: { exp: now - 3600 } })
    expect((await askVault(mock, '/secrets/early')).body).toMatchObject({ value: 'y', attributes: { nbf: now + 3600 } })
  })

  it('needs an API version', async () => {
    const mock = vaultCloud()
    const headers = { authorization: `Bearer ${await tokenFor(mock)}` }
    const answer = await ask(mock, `${vaultUrl}/secrets/azure-tenant-id`, { headers })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: { code: 'BadParameter' } })
  })

  it('can be throttled, down or slow by a fault', async () => {
    const mock = vaultCloud()
    const headers = { 'retry-after': '1' }
    mock.faults.add({
      endpoint: 'key-vault.secret.get',
      calls: { from: 1, to: 1 },
      action: { do: 'status', status: 429, headers, body: '{}' },
    })
    const throttled = await askVault(mock, '/secrets/azure-tenant-id')
    expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([429, '1'])
    expect((await askVault(mock, '/secrets/azure-tenant-id')).status).toBe(200)
  })
})

describe('list', () => {
  const many = Array.from({ length: 30 }, (_, index) => ({ name: `s${String(index).padStart(2, '0')}`, value: 'x' }))

  it('has no values, and pages of 25', async () => {
    const mock = vaultCloud({ secrets: many })
    const first = await askVault(mock, '/secrets')
    expect(first.body['value']).toHaveLength(25)
    expect(JSON.stringify(first.body)).not.toContain('"value":"x"')
    const next = new URL(String(first.body['nextLink']))
    const second = await askVault(mock, `${next.pathname}${next.search}`)
    expect(second.body).toMatchObject({ nextLink: null })
    expect(second.body['value']).toEqual(
      many.slice(25).map(({ name }) => ({ id: `${vaultUrl}/secrets/${name}`, attributes })),
    )
  })

  it('ends with a full page where there is no more', async () => {
    const { body } = await askVault(vaultCloud({ secrets: many.slice(0, 25) }), '/secrets')
    expect(body['value']).toHaveLength(25)
    expect(body['nextLink']).toBeNull()
  })

  it('follows the page size', async () => {
    const mock = vaultCloud({ secrets: many })
    const sizes: number[] = []
    for (let path = '/secrets?maxresults=12'; path !== '';) {
      const { body } = await askVault(mock, path)
      sizes.push(Array.isArray(body['value']) ? body['value'].length : -1)
      path = typeof body['nextLink'] === 'string' ? body['nextLink'] : ''
    }
    expect(sizes).toEqual([12, 12, 6])
  })

  it.each(['0', '26', '-1', 'x'])('refuses the page size %s', async (size) => {
    expect((await askVault(vaultCloud(), `/secrets?maxresults=${size}`)).status).toBe(400)
  })

  it('of versions shows the newest first', async () => {
    const mock = vaultCloud({ secrets: [{ name: 's', value: '1' }] })
    mock.clock.advance(5000)
    const version = mock.vault('kv-app')?.setSecret({ name: 's', value: '2' })
    const { body } = await askVault(mock, '/secrets/s/versions')
    expect(body['value']).toMatchObject([
      { id: `${vaultUrl}/secrets/s/${version}`, attributes: { created: now + 5 } },
      { attributes: { created: now } },
    ])
    expect((await askVault(mock, '/secrets/nothing/versions')).status).toBe(404)
  })
})

describe('set and update', () => {
  it('add a version', async () => {
    const mock = officer()
    const body = { value: 'v', contentType: 'c', attributes: { enabled: true, nbf: 1, exp: 2 }, tags: { a: 'b' } }
    const set = await askVault(mock, '/secrets/New-One', put(body))
    expect(set.body).toMatchObject({ ...body, id: expect.stringMatching(/\/secrets\/New-One\/[\da-f]{32}$/) })
    expect((await askVault(mock, '/secrets/new-one')).body).toEqual(set.body)
  })

  it.each<[string, RequestInit]>([
    ['/secrets/a_b', put({ value: 'x' })],
    [`/secrets/${'a'.repeat(128)}`, put({ value: 'x' })],
    ['/secrets/a', put({ value: 1 })],
    ['/secrets/a', put({})],
    ['/secrets/a', { method: 'PUT', body: 'not JSON' }],
    ['/secrets/a', put({ value: 'x', attributes: { exp: 'soon' } })],
  ])('refuse what cannot be: %s %j', async (path, init) => {
    const { status, body } = await askVault(officer(), path, init)
    expect([status, body]).toMatchObject([400, { error: { code: 'BadParameter' } }])
  })

  it('change attributes, of the current version or of one', async () => {
    const mock = officer()
    const first = (await askVault(mock, '/secrets/s', put({ value: '1' }))).body['id']
    await askVault(mock, '/secrets/s', put({ value: '2' }))
    mock.clock.advance(7000)
    const change = put({ attributes: { enabled: false } }, 'PATCH')
    const { status, body } = await askVault(mock, new URL(String(first)).pathname, change)
    expect(status).toBe(200)
    expect(body).toEqual({ id: first, attributes: { ...attributes, enabled: false, updated: now + 7 } })
    expect((await askVault(mock, '/secrets/s')).body).toMatchObject({ value: '2' })
    await askVault(mock, '/secrets/s/', change)
    expect((await askVault(mock, '/secrets/s')).status).toBe(403)
    expect((await askVault(mock, '/secrets/nothing', change)).status).toBe(404)
  })
})

describe('delete', () => {
  it('hides a secret that can be recovered with all its versions', async () => {
    const mock = officer()
    await askVault(mock, '/secrets/azure-tenant-id', put({ value: 'rotated' }))
    const deleted = await askVault(mock, '/secrets/azure-tenant-id', { method: 'DELETE' })
    expect(deleted.body).toMatchObject({
      recoveryId: `${vaultUrl}/deletedsecrets/Azure-Tenant-Id`,
      deletedDate: now,
      scheduledPurgeDate: now + 90 * 86_400,
    })
    expect((await askVault(mock, '/secrets/azure-tenant-id')).status).toBe(404)
    expect((await askVault(mock, '/secrets')).body['value']).toEqual([])
    expect((await askVault(mock, '/deletedsecrets/azure-tenant-id')).body).toEqual(deleted.body)
    expect((await askVault(mock, '/deletedsecrets')).body['value']).toEqual([deleted.body])
    const conflict = await askVault(mock, '/secrets/azure-tenant-id', put({ value: 'again' }))
    expect(conflict.status).toBe(409)
    expect(conflict.body).toMatchObject({
      error: { code: 'Conflict', innererror: { code: 'ObjectIsDeletedButRecoverable' } },
    })
    expect((await askVault(mock, '/deletedsecrets/azure-tenant-id/recover', { method: 'POST' })).status).toBe(200)
    expect((await askVault(mock, '/secrets/azure-tenant-id')).body).toMatchObject({ value: 'rotated' })
    expect((await askVault(mock, '/secrets/azure-tenant-id/versions')).body['value']).toHaveLength(2)
    expect((await askVault(mock, '/deletedsecrets/azure-tenant-id')).status).toBe(404)
  })

  it('is for good once it is purged', async () => {
    const mock = officer()
    mock.vault('kv-app')?.deleteSecret('Azure-Tenant-Id')
    expect((await askVault(mock, '/deletedsecrets/azure-tenant-id', { method: 'DELETE' })).status).toBe(204)
    expect((await askVault(mock, '/deletedsecrets/azure-tenant-id/recover', { method: 'POST' })).status).toBe(404)
    expect((await askVault(mock, '/secrets/azure-tenant-id', put({ value: 'again' }))).status).toBe(200)
  })

  it('is for good after the days for which it could be recovered', async () => {
    const mock = officer()
    mock.vault('kv-app')?.deleteSecret('Azure-Tenant-Id')
    mock.clock.advance(90 * 86_400_000 - 1000)
    expect((await askVault(mock, '/deletedsecrets/azure-tenant-id')).status).toBe(200)
    mock.clock.advance(1000)
    expect((await askVault(mock, '/deletedsecrets')).body['value']).toEqual([])
    for (const [method, path] of [
      ['GET', ''],
      ['POST', '/recover'],
      ['DELETE', ''],
    ] as const) {
      expect((await askVault(mock, `/deletedsecrets/azure-tenant-id${path}`, { method })).status).toBe(404)
    }
    expect((await askVault(mock, '/secrets/azure-tenant-id', put({ value: 'again' }))).status).toBe(200)
  })

  it('ends where the owner sets the secret again', async () => {
    const mock = officer()
    const owned = mock.vault('kv-app')
    owned?.deleteSecret('Azure-Tenant-Id')
    owned?.setSecret({ name: 'Azure-Tenant-Id', value: 'again' })
    expect((await askVault(mock, '/deletedsecrets')).body['value']).toEqual([])
    expect((await askVault(mock, '/secrets/azure-tenant-id', put({ value: 'and again' }))).status).toBe(200)
    expect((await askVault(mock, '/secrets/azure-tenant-id/versions')).body['value']).toHaveLength(3)
  })

  it('finds nothing where there is nothing', async () => {
    for (const [method, path] of [
      ['DELETE', '/secrets/nothing'],
      ['DELETE', '/deletedsecrets/nothing'],
      ['GET', '/deletedsecrets/nothing'],
    ] as const) {
      expect((await askVault(officer(), path, { method })).status).toBe(404)
    }
  })
})

it('two clouds have nothing in common', async () => {
  const [one, other] = [officer(), officer()]
  await askVault(one, '/secrets/new', put({ value: 'x' }))
  expect((await askVault(one, '/secrets/new')).status).toBe(200)
  expect((await askVault(other, '/secrets/new')).status).toBe(404)
})
