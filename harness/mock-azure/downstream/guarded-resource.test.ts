import { describe, expect, it } from 'vitest'

import { describedTokens } from '../access/described-tokens.ts'
import { tokenFor } from '../key-vault/testing/vault.ts'
import { apiId, apiUri, ask, contosoId, fabrikamId } from '../testing/cloud.ts'
import { systemIdentity } from '../testing/workload.ts'
import { cloud, principalId, thing, thingId } from './testing/services.ts'

describe('a guarded resource', () => {
  const url = 'https://things.example/any/path?x=1'

  it.each(['https://things.example', 'https://things.example/', 'c8c8c8c8-0000-4000-8000-000000000008'])(
    'answers on any path who has a token for %s and a role',
    async (resource) => {
      const mock = cloud('Thing Reader', thingId)
      const answer = await ask(mock, url, { headers: { authorization: `Bearer ${await tokenFor(mock, resource)}` } })
      expect(answer.status).toBe(200)
      expect(await answer.json()).toEqual({
        method: 'GET',
        path: '/any/path',
        principalId,
        clientId: systemIdentity.clientId,
        tenantId: contosoId,
      })
      const [entry] = mock.ledger.entries({ endpoint: 'guarded-resource' })
      expect(describedTokens(entry?.requestHeaders['authorization'])[0]?.claims).toMatchObject({ aud: resource })
    },
  )

  it('refuses a token for another audience, and a caller without the role', async () => {
    const mock = cloud('Thing Writer')
    const vault = await ask(mock, url, { headers: { authorization: `Bearer ${await tokenFor(mock)}` } })
    expect(vault.status).toBe(401)
    expect(vault.headers.get('www-authenticate')).toContain('resource="https://things.example"')
    const own = { headers: { authorization: `Bearer ${await tokenFor(mock, 'https://things.example')}` } }
    expect((await ask(mock, url, own)).status).toBe(403)
    mock.roleAssignments.assign({ principalId, role: 'Thing Reader', scope: thingId })
    expect((await ask(mock, url, own)).status).toBe(200)
  })

  it('needs no role where it asks for none', async () => {
    const mock = cloud(undefined, undefined, { downstream: [{ ...thing, roles: [] }] })
    const init = { headers: { authorization: `Bearer ${await tokenFor(mock, 'https://things.example')}` } }
    expect((await ask(mock, url, init)).status).toBe(200)
  })

  it('may stand for an API that is registered', async () => {
    const mock = cloud('Thing Reader', thingId, { downstream: [{ ...thing, audiences: [apiUri, apiId] }] })
    const init = { headers: { authorization: `Bearer ${await tokenFor(mock, apiUri)}` } }
    expect((await ask(mock, url, init)).status).toBe(200)
  })

  it('takes tokens of its own tenant only', async () => {
    const foreign = { ...thing, tenantId: fabrikamId, audiences: ['https://vault.azure.net'] as const, roles: [] }
    const mock = cloud(undefined, undefined, { downstream: [foreign] })
    const init = { headers: { authorization: `Bearer ${await tokenFor(mock)}` } }
    expect((await ask(mock, url, init)).status).toBe(401)
  })
})
