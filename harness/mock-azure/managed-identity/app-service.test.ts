import { describe, expect, it } from 'vitest'

import { ask, askJson } from '../testing/cloud.ts'
import { systemIdentity, userIdentity } from '../testing/workload.ts'
import { cloud, identityHeader, now, subject, url } from './testing/source.ts'

describe('App Service and Container Apps', () => {
  const known = { headers: { 'X-IDENTITY-HEADER': identityHeader } }
  const query = { 'api-version': '2019-08-01', resource: 'https://vault.azure.net' }

  it('answer with the end of the token as a string', async () => {
    const answer = await askJson(cloud(systemIdentity).mock, url('app-service', query), known)
    expect(answer).toEqual({
      access_token: expect.any(String),
      client_id: systemIdentity.clientId,
      expires_on: String(now + 86_400),
      not_before: String(now - 300),
      resource: 'https://vault.azure.net',
      token_type: 'Bearer',
    })
  })

  it.each([
    ['client_id', userIdentity.clientId],
    ['object_id', userIdentity.principalId],
    ['principal_id', userIdentity.principalId],
    ['mi_res_id', userIdentity.resourceId],
  ])('find an identity by %s', async (parameter, value) => {
    const { mock } = cloud(systemIdentity, userIdentity)
    expect(subject(await askJson(mock, url('app-service', { ...query, [parameter]: value }), known))).toBe(
      userIdentity.principalId,
    )
  })

  it('never guess a user-assigned identity', async () => {
    const answer = await ask(cloud(userIdentity).mock, url('app-service', query), known)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({
      statusCode: 400,
      message: expect.stringMatching(/^No User Assigned or Delegated Managed/),
    })
  })

  it.each<[string, Record<string, string>, RequestInit, number]>([
    ['without the header', query, {}, 401],
    ['with another header', query, { headers: { 'X-IDENTITY-HEADER': 'another' } }, 401],
    ['of another version', { ...query, 'api-version': '2017-09-01' }, known, 400],
    ['without a resource', { 'api-version': '2019-08-01' }, known, 400],
    ['for an unknown resource', { ...query, resource: 'https://nowhere.example' }, known, 500],
    ['with two selectors', { ...query, client_id: userIdentity.clientId, object_id: 'x' }, known, 400],
  ])('refuse a request %s', async (_, parameters, init, status) => {
    const { mock } = cloud(systemIdentity, userIdentity)
    expect((await ask(mock, url('app-service', parameters), init)).status).toBe(status)
  })
})
