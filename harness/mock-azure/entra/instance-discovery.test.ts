import { expect, test } from 'vitest'

import { ask, askJson, contosoId, login, testCloud } from '../testing/cloud.ts'

const mock = testCloud()
const path = `${login}/common/discovery/instance`

function lookUp(authorize: string, version = '1.1'): string {
  return `${path}?${new URLSearchParams({ 'api-version': version, authorization_endpoint: authorize }).toString()}`
}

test('version 1.1 describes the clouds', async () => {
  const answer = await askJson(mock, lookUp(`${login}/common/oauth2/v2.0/authorize`))
  expect(Object.keys(answer)).toEqual(['tenant_discovery_endpoint', 'api-version', 'metadata'])
  expect(answer).toMatchObject({
    tenant_discovery_endpoint: `${login}/common/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: expect.arrayContaining([
      {
        preferred_network: 'login.microsoftonline.com',
        preferred_cache: 'login.windows.net',
        aliases: ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com', 'sts.windows.net'],
      },
    ]),
  })
})

test('version 1.0 only says where the tenant’s metadata are', async () => {
  const authorize = `https://login.windows.net/${contosoId}/oauth2/authorize`
  expect(await askJson(mock, lookUp(authorize, '1.0'))).toEqual({
    tenant_discovery_endpoint: `https://login.windows.net/${contosoId}/.well-known/openid-configuration`,
  })
})

test.each(['https://login.contoso.example/common/oauth2/authorize', 'http://login.windows.net/common', 'no URL', ''])(
  '%j is of no cloud',
  async (authorize) => {
    const answer = await ask(mock, lookUp(authorize))
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: 'invalid_instance', error_codes: [50049] })
  },
)

test('without anything to look up it is a malformed request', async () => {
  const answer = await ask(mock, `${path}?api-version=1.1`)
  expect(answer.status).toBe(400)
  expect(await answer.json()).toMatchObject({ error: 'invalid_request', error_codes: [900144] })
})
