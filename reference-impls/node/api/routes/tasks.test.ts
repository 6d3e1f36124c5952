import { beforeAll, describe, expect, it } from 'vitest'

import * as issuer from '../test/issuer.ts'
import type { TestKey } from '../test/issuer.ts'

const { appOnly, delegated, otherTenantId, sign, startApi } = issuer

let key: TestKey
const tokens: Record<string, string> = {}

beforeAll(async () => {
  key = await issuer.newKey('first-key')
  for (const role of ['Reader', 'Editor', 'Admin']) tokens[role] = await sign({ ...delegated, roles: [role] }, key)
  const iss = `https://login.microsoftonline.com/${otherTenantId}/v2.0`
  tokens['foreign'] = await sign({ ...delegated, iss, tid: otherTenantId, roles: ['Admin'] }, key)
  tokens['service'] = await sign(appOnly, key)
})

function start() {
  const api = startApi({ ALLOWED_TENANTS: otherTenantId })
  api.keys.serve(issuer.v2Keys(), [key])
  api.keys.serve(issuer.v2Keys(otherTenantId), [key])
  const as = (who: string, path: string, init: Parameters<typeof api.send>[1] = {}) =>
    api.send(path, { ...init, token: tokens[who] ?? '' })
  const add = (who: string) => as(who, '/api/tasks', { method: 'POST', json: { title: 'Water the plants' } })
  const remove = (who: string) => as(who, '/api/tasks/1', { method: 'DELETE' })
  return { add, as, remove, [Symbol.dispose]: () => api[Symbol.dispose]() }
}

describe('/api/tasks', () => {
  it('is read by readers, added to by editors, deleted from by admins', async () => {
    using tasks = start()
    expect((await tasks.add('Reader')).status).toBe(403)
    expect((await tasks.add('Editor')).status).toBe(201)
    expect(await (await tasks.as('Reader', '/api/tasks')).json()).toMatchObject({
      items: [{ id: 1, title: 'Water the plants' }],
      total: 1,
    })
    expect((await tasks.remove('Reader')).status).toBe(403)
    expect((await tasks.remove('Editor')).status).toBe(403)
    expect((await tasks.remove('Admin')).status).toBe(204)
    expect((await tasks.remove('Admin')).status).toBe(404)
  })

  it('shows and gives away nothing to other tenants', async () => {
    using tasks = start()
    await tasks.add('Admin')
    expect(await (await tasks.as('foreign', '/api/tasks')).json()).toMatchObject({ items: [], total: 0 })
    expect((await tasks.remove('foreign')).status).toBe(404)
  })

  it('exports every task to a service', async () => {
    using tasks = start()
    for (let n = 0; n < 25; n += 1) await tasks.add('Admin')
    expect(await (await tasks.as('service', '/api/tasks/export')).json()).toHaveProperty('items.length', 25)
    expect((await tasks.as('Admin', '/api/tasks/export')).status).toBe(403)
  })

  it('refuses a task without a title', async () => {
    using tasks = start()
    const response = await tasks.as('Admin', '/api/tasks', { method: 'POST', json: { title: '' } })
    expect(response.status).toBe(422)
  })
})
