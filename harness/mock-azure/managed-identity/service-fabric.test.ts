import { describe, expect, it } from 'vitest'

import { ask, askJson } from '../testing/cloud.ts'
import { systemIdentity, userIdentity } from '../testing/workload.ts'
import { cloud, identityHeader, now, url } from './testing/source.ts'

describe('Service Fabric', () => {
  const known = { headers: { secret: identityHeader } }
  const query = { 'api-version': '2019-07-01-preview', resource: 'https://vault.azure.net' }

  it('answers with the end of the token as a number', async () => {
    expect(await askJson(cloud(userIdentity).mock, url('service-fabric', query), known)).toEqual({
      token_type: 'Bearer',
      access_token: expect.any(String),
      expires_on: now + 86_400,
      resource: 'https://vault.azure.net',
    })
  })

  it.each<[string, Record<string, string>, RequestInit, number, string]>([
    ['no secret', query, {}, 400, 'SecretHeaderNotFound'],
    ['another secret', query, { headers: { secret: 'another' } }, 404, 'ManagedIdentityNotFound'],
    ['another version', { ...query, 'api-version': '2019-08-01' }, known, 400, 'InvalidApiVersion'],
    ['no resource', { 'api-version': '2019-07-01-preview' }, known, 400, 'ArgumentNullOrEmpty'],
    ['an unknown resource', { ...query, resource: 'https://nowhere.example' }, known, 500, 'InternalServerError'],
  ])('refuses %s', async (_, parameters, init, status, code) => {
    const answer = await ask(cloud(systemIdentity).mock, url('service-fabric', parameters), init)
    expect(answer.status).toBe(status)
    expect(await answer.json()).toMatchObject({ error: { code, correlationId: expect.any(String) } })
  })

  it('finds no identity where there is none', async () => {
    expect((await ask(cloud().mock, url('service-fabric', query), known)).status).toBe(404)
  })
})
