import { createPrivateKey, randomUUID } from 'node:crypto'

import { decodeJwt, SignJWT } from 'jose'
import { beforeAll, expect, test } from 'vitest'

import { ask, askJson, form, login } from '../mock-azure/testing/cloud.ts'
import { defaultSeedFile, loadSeed } from './load.ts'
import { createSeededCloud } from './seeded-cloud.ts'

const cloud = createSeededCloud(await loadSeed(defaultSeedFile))
const { mock } = cloud
const settings = cloud.seed.environment
const tenant = `${login}/${settings['TENANT_ID']}`
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

// Keys and the certificate take a second, not a test's time.
beforeAll(() => cloud.certificates)

async function identityToken(resource: string, clientId?: string): Promise<string> {
  const query = new URLSearchParams({
    'api-version': '2019-08-01',
    resource,
    ...(clientId === undefined ? {} : { client_id: clientId }),
  })
  const url = `http://app-service.managed-identity.invalid/msi/token?${query.toString()}`
  const headers = { 'x-identity-header': mock.workload.identityHeader }
  return String((await askJson(mock, url, { headers }))['access_token'])
}

async function token(parameters: Record<string, string>): Promise<Record<string, unknown>> {
  const { access_token: access, ...answer } = await askJson(mock, `${tenant}/oauth2/v2.0/token`, form(parameters))
  return typeof access === 'string' ? decodeJwt(access) : answer
}

async function post(url: string, resource: string, body: unknown): Promise<number> {
  const headers = { authorization: `Bearer ${await identityToken(resource)}`, 'content-type': 'application/json' }
  return (await ask(mock, url, { method: 'POST', headers, body: JSON.stringify(body) })).status
}

test('a web app proves itself by its managed identity instead of a secret', async () => {
  const assertion = await identityToken('api://AzureADTokenExchange', settings['MANAGED_IDENTITY_CLIENT_ID'])
  const claims = await token({
    grant_type: 'client_credentials',
    client_id: settings['CLIENT_ID'] ?? '',
    client_assertion_type: assertionType,
    client_assertion: assertion,
    scope: `api://${settings['API_CLIENT_ID']}/.default`,
  })
  expect(claims).toMatchObject({ aud: settings['API_CLIENT_ID'], azp: settings['CLIENT_ID'], azpacr: '2', ver: '2.0' })
})

test('an agent reaches its model and its sessions with the system-assigned identity', async () => {
  const openAi = `${settings['AZURE_OPENAI_ENDPOINT']}openai/deployments/${settings['AZURE_OPENAI_DEPLOYMENT']}/chat/completions?api-version=2024-10-21`
  const pool = `${settings['AZURE_CONTAINER_APPS_SESSION_POOL_ENDPOINT']}/execute?identifier=one`
  const messages = [{ role: 'user', content: 'Hello' }]
  expect(await post(openAi, 'https://cognitiveservices.azure.com', { messages })).toBe(200)
  expect(await post(pool, 'https://dynamicsessions.io', { code: 'print(1)' })).toBe(200)
  expect(await post(pool, 'https://cognitiveservices.azure.com', { code: 'print(1)' })).toBe(401)
})

test('a web app proves itself by the certificate made for the run', async () => {
  const [certificate] = await cloud.certificates
  const key = createPrivateKey(certificate?.combinedPem ?? '')
  const clientId = settings['CLIENT_ID'] ?? ''
  const thumbprint = Buffer.from(certificate?.thumbprint ?? '', 'hex').toString('base64url')
  const assertion = await new SignJWT({ jti: randomUUID() })
    .setProtectedHeader({ alg: 'PS256', x5t: thumbprint })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(`${tenant}/oauth2/v2.0/token`)
    .setExpirationTime('5m')
    .sign(key)
  const claims = await token({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_assertion_type: assertionType,
    client_assertion: assertion,
    scope: `${settings['API_APP_ID_URI']}/.default`,
  })
  expect(claims).toMatchObject({ aud: settings['API_APP_ID_URI'], appid: clientId, appidacr: '2', ver: '1.0' })
})

test.each([
  'https://management.azure.com',
  'https://storage.azure.com',
  'https://vault.azure.net',
  'https://graph.microsoft.com',
])('a broker hands out tokens for %s', async (resource) => {
  const { aud, idp } = decodeJwt(await identityToken(resource))
  expect([aud, idp]).toEqual([resource, expect.stringContaining(settings['AZURE_TENANT_ID'] ?? '')])
})

test('an API reads its configuration from Key Vault, then sees the roles of its users', async () => {
  const headers = { authorization: `Bearer ${await identityToken('https://vault.azure.net')}` }
  const secret = (name: string) =>
    askJson(mock, `${settings['AZURE_KEY_VAULT_URL']}/secrets/${name}?api-version=7.5`, { headers })
  expect((await secret('azure-tenant-id'))['value']).toBe(settings['AZURE_TENANT_ID'])
  const api = (await secret('azure-api-client-id'))['value']
  expect(api).toBe(settings['AZURE_API_CLIENT_ID'])

  cloud.control.signIn = { mode: 'automatic', consent: 'accept' }
  const redirectUri = 'http://localhost:5000/callback'
  for (const [userName, role] of [
    ['first.user@contoso.example', 'Admin'],
    ['editor@contoso.example', 'Editor'],
    ['reader@contoso.example', 'Reader'],
  ] as const) {
    const query = new URLSearchParams({
      client_id: settings['CLIENT_ID'] ?? '',
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: `openid api://${String(api)}/access_as_user`,
      login_hint: userName,
    })
    const { headers: sent } = await ask(mock, `${tenant}/oauth2/v2.0/authorize?${query.toString()}`)
    const claims = await token({
      grant_type: 'authorization_code',
      client_id: settings['CLIENT_ID'] ?? '',
      client_secret: settings['CLIENT_SECRET'] ?? '',
      code: new URL(sent.get('location') ?? '').searchParams.get('code') ?? '',
      redirect_uri: redirectUri,
    })
    expect(claims).toMatchObject({
      aud: `api://${String(api)}`,
      iss: `https://sts.windows.net/${settings['AZURE_TENANT_ID']}/`,
      roles: [role],
      scp: 'access_as_user',
      upn: userName,
    })
  }
})
