import { describe, expect, it } from 'vitest'

import { ask, askJson } from '../testing/cloud.ts'
import { otherUserIdentity, systemIdentity, userIdentity } from '../testing/workload.ts'
import { cloud, identityHeader, now, url } from './testing/source.ts'

describe('Azure ML', () => {
  const known = { headers: { secret: identityHeader } }
  const query = { 'api-version': '2017-09-01', resource: 'https://vault.azure.net' }

  it('finds an identity by clientid', async () => {
    const { mock } = cloud(systemIdentity, userIdentity)
    const answer = await askJson(mock, url('azure-ml', { ...query, clientid: userIdentity.clientId }), known)
    expect(answer).toMatchObject({ expires_on: String(now + 86_400), client_id: userIdentity.clientId })
  })

  it.each<[string, Record<string, string>, RequestInit, number]>([
    ['without the secret', query, {}, 401],
    ['of another version', { ...query, 'api-version': '2019-08-01' }, known, 400],
    ['without a resource', { 'api-version': '2017-09-01' }, known, 400],
    ['for an unknown identity', { ...query, clientid: otherUserIdentity.clientId }, known, 400],
    ['for an unknown resource', { ...query, resource: 'https://nowhere.example' }, known, 500],
  ])('refuses a request %s', async (_, parameters, init, status) => {
    expect((await ask(cloud(systemIdentity).mock, url('azure-ml', parameters), init)).status).toBe(status)
  })
})
