import { decodeJwt } from 'jose'
import { expect, test } from 'vitest'

import { apiUri, ask, askJson, contosoId, daemonId, daemonSecret, form, login, testCloud } from '../testing/cloud.ts'

const own = 'https://localhost:8443'
const mock = testCloud({ authorityHosts: ['localhost'] })

function lookUp(host: string): string {
  const endpoint = `https://${host}/${contosoId}/oauth2/v2.0/authorize`
  return `${login}/common/discovery/instance?api-version=1.1&authorization_endpoint=${endpoint}`
}

test('documents name the address that was asked, the issuer stays genuine', async () => {
  const base = `${own}/${contosoId}`
  expect(await askJson(mock, `${base}/v2.0/.well-known/openid-configuration`)).toMatchObject({
    issuer: `${login}/${contosoId}/v2.0`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
  })
  expect(await askJson(mock, `${base}/.well-known/openid-configuration`)).toMatchObject({
    issuer: `https://sts.windows.net/${contosoId}/`,
    token_endpoint: `${base}/oauth2/token`,
    jwks_uri: `${own}/common/discovery/keys`,
  })
  expect(
    await askJson(
      mock,
      `${base}/oauth2/v2.0/devicecode`,
      form({ client_id: daemonId, scope: `${apiUri}/.default offline_access` }),
    ),
  ).toMatchObject({ verification_uri: `${own}/device` })
})

test('tokens are the same as anywhere', async () => {
  const request = form({
    grant_type: 'client_credentials',
    client_id: daemonId,
    client_secret: daemonSecret,
    scope: `${apiUri}/.default`,
  })
  const { access_token: token } = await askJson(mock, `${own}/${contosoId}/oauth2/v2.0/token`, request)
  expect(decodeJwt(String(token)).iss).toBe(`${login}/${contosoId}/v2.0`)
})

test('instance discovery knows the host, and no other', async () => {
  expect(await askJson(mock, lookUp('localhost:8443'))).toMatchObject({
    tenant_discovery_endpoint: `${own}/${contosoId}/v2.0/.well-known/openid-configuration`,
  })
  expect((await ask(mock, lookUp('elsewhere.example'))).status).toBe(400)
})

test('a cloud without such hosts does not answer there', () => {
  expect([mock.answers('localhost'), testCloud().answers('localhost')]).toEqual([true, false])
})
