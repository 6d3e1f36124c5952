import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'

import { apiId, apiUri, ask, askJson, contoso, contosoId, testCloud } from '../testing/cloud.ts'
import { otherUserIdentity, systemIdentity, userIdentity } from '../testing/workload.ts'
import type { WorkloadSeed } from './contract.ts'

const path = 'http://169.254.169.254/metadata/identity/oauth2/token'
const metadata = { headers: { Metadata: 'true' } }
const both: WorkloadSeed = { identities: [systemIdentity, userIdentity] }
const now = Math.floor(Date.UTC(2026, 2, 4, 5, 6, 7) / 1000)

function tokenUrl(parameters: Record<string, string> = {}, base = path): string {
  const query = { 'api-version': '2018-02-01', resource: 'https://vault.azure.net', ...parameters }
  return `${base}?${new URLSearchParams(query).toString()}`
}

async function claims(mock: ReturnType<typeof testCloud>, parameters: Record<string, string> = {}) {
  const { access_token: token } = await askJson(mock, tokenUrl(parameters), metadata)
  return decodeJwt(String(token))
}

describe('a token', () => {
  it('is answered with every number as a string', async () => {
    const answer = await askJson(testCloud({ workload: both }), tokenUrl(), metadata)
    expect(answer).toEqual({
      access_token: expect.any(String),
      client_id: systemIdentity.clientId,
      refresh_token: '',
      expires_in: '86399',
      expires_on: String(now + 86_400),
      not_before: String(now - 300),
      ext_expires_in: '86399',
      resource: 'https://vault.azure.net',
      token_type: 'Bearer',
    })
  })

  it('is a v1 token of the identity for an Azure resource', async () => {
    const answer = await askJson(testCloud({ workload: both }), tokenUrl(), metadata)
    const keySet = createLocalJWKSet({
      keys: contoso.keys.map(({ publicJwk: { kty, kid, n, e } }) => ({ kty, kid, n, e })),
    })
    const currentDate = new Date(now * 1000)
    const { payload, protectedHeader } = await jwtVerify(String(answer['access_token']), keySet, { currentDate })
    expect(protectedHeader).toEqual({ typ: 'JWT', alg: 'RS256', kid: contoso.keys[0].kid, x5t: contoso.keys[0].kid })
    expect(payload).toEqual({
      aud: 'https://vault.azure.net',
      iss: `https://sts.windows.net/${contosoId}/`,
      iat: now - 300,
      nbf: now - 300,
      exp: now + 86_400,
      aio: expect.any(String),
      appid: systemIdentity.clientId,
      appidacr: '2',
      idp: `https://sts.windows.net/${contosoId}/`,
      oid: systemIdentity.principalId,
      rh: expect.any(String),
      sub: systemIdentity.principalId,
      tid: contosoId,
      uti: expect.any(String),
      ver: '1.0',
      xms_mirid: systemIdentity.resourceId,
    })
  })

  it.each(['https://vault.azure.net/', 'cfa8b339-82a2-471a-a3c9-0fc0be7a4093'])(
    'has the audience as asked: %s',
    async (resource) => {
      expect(await claims(testCloud({ workload: both }), { resource })).toMatchObject({ aud: resource })
    },
  )

  it('for api://AzureADTokenExchange is v2, its audience the GUID of that', async () => {
    const mock = testCloud({ workload: { identities: [userIdentity] } })
    const answer = await askJson(mock, tokenUrl({ resource: 'api://AzureADTokenExchange' }), metadata)
    expect(answer['resource']).toBe('api://AzureADTokenExchange')
    const token = String(answer['access_token'])
    expect(decodeProtectedHeader(token)).not.toHaveProperty('x5t')
    expect(decodeJwt(token)).toMatchObject({
      aud: 'fb60f99c-7a34-4190-8149-302f77469936',
      iss: `https://login.microsoftonline.com/${contosoId}/v2.0`,
      azp: userIdentity.clientId,
      oid: userIdentity.principalId,
      sub: userIdentity.principalId,
      ver: '2.0',
    })
  })

  it('for an API is of the version its registration asks for', async () => {
    expect(await claims(testCloud({ workload: both }), { resource: apiUri })).toMatchObject({ aud: apiId, ver: '2.0' })
  })

  it('has the app roles that the identity was assigned on an API', async () => {
    const api = { clientId: apiId, tenantId: contosoId, displayName: 'API', identifierUris: [apiUri] }
    const mock = testCloud({ workload: both, apps: [{ ...api, appRoles: ['Tasks.Read.All'] }] })
    expect(await claims(mock, { resource: apiUri })).not.toHaveProperty('roles')
    const { principalId } = systemIdentity
    mock.directory.assignAppRole({ tenantId: contosoId, principalId, resource: apiUri, role: 'Tasks.Read.All' })
    expect(await claims(mock, { resource: apiUri })).toMatchObject({ roles: ['Tasks.Read.All'] })
    expect(await claims(mock, { resource: apiUri, client_id: userIdentity.clientId })).not.toHaveProperty('roles')
  })

  it('says that it has no user where the API asks for that', async () => {
    const api = { clientId: apiId, tenantId: contosoId, displayName: 'API' }
    const asked = testCloud({ workload: both, apps: [{ ...api, optionalClaims: { accessToken: ['idtyp'] } }] })
    expect(await claims(asked, { resource: apiId })).toMatchObject({ idtyp: 'app' })
    expect(await claims(testCloud({ workload: both }), { resource: apiId })).not.toHaveProperty('idtyp')
  })

  it('for an API that requires assignment goes to who is assigned', async () => {
    const guarded = {
      clientId: 'c6c6c6c6-0000-4000-8000-000000000006',
      tenantId: contosoId,
      displayName: 'Guarded API',
    }
    const mock = testCloud({ workload: both, apps: [{ ...guarded, assignmentRequired: true }] })
    const url = tokenUrl({ resource: guarded.clientId })
    const refused = await ask(mock, url, metadata)
    expect(refused.status).toBe(400)
    expect(await refused.json()).toMatchObject({ error_description: expect.stringContaining('AADSTS501051') })
    const { principalId } = systemIdentity
    mock.directory.assignAppRole({ tenantId: contosoId, principalId, resource: guarded.clientId })
    expect((await ask(mock, url, metadata)).status).toBe(200)
  })

  it('lives as long as the workload says at that moment', async () => {
    const mock = testCloud({ workload: { ...both, tokenLifetimeSeconds: 300 } })
    expect(await askJson(mock, tokenUrl(), metadata)).toMatchObject({ expires_in: '300' })
    mock.workload.tokenLifetimeSeconds = 7200
    expect(await claims(mock)).toMatchObject({ exp: now + 7201 })
  })

  it('is signed with the key that signs now', async () => {
    const mock = testCloud({ workload: both })
    const [, second] = contoso.keys
    if (second === undefined) throw new Error('the tenant has one key only')
    mock.directory.tenant(contosoId)?.keys.rollover(second)
    const { access_token: token } = await askJson(mock, tokenUrl(), metadata)
    expect(decodeProtectedHeader(String(token)).kid).toBe(second.kid)
  })
})

describe('the identity', () => {
  it.each([
    ['client_id', userIdentity.clientId],
    ['object_id', userIdentity.principalId],
    ['msi_res_id', userIdentity.resourceId],
  ])('is the one that %s names', async (parameter, value) => {
    const mock = testCloud({ workload: both })
    expect(await claims(mock, { [parameter]: value })).toMatchObject({ oid: userIdentity.principalId })
    expect(await claims(mock)).toMatchObject({ oid: systemIdentity.principalId })
  })

  it('is not found when it is unknown or was taken away', async () => {
    const mock = testCloud({ workload: both })
    const byClient = tokenUrl({ client_id: userIdentity.clientId })
    expect((await ask(mock, byClient, metadata)).status).toBe(200)
    mock.workload.unassign(userIdentity.clientId)
    const answer = await ask(mock, byClient, metadata)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toEqual({ error: 'invalid_request', error_description: 'Identity not found' })
  })

  it('is not found where there is none', async () => {
    expect(await askJson(testCloud(), tokenUrl(), metadata)).toMatchObject({ error_description: 'Identity not found' })
  })

  it('must be named among several user-assigned ones', async () => {
    const mock = testCloud({ workload: { identities: [userIdentity, otherUserIdentity] } })
    expect(await askJson(mock, tokenUrl(), metadata)).toMatchObject({
      error_description: expect.stringMatching(/^Multiple user assigned/),
    })
  })
})

describe('a request', () => {
  it('may end its path with a slash', async () => {
    const mock = testCloud({ workload: both })
    expect((await ask(mock, tokenUrl({}, `${path}/`), metadata)).status).toBe(200)
    expect(mock.ledger.count({ endpoint: 'imds.token', tenantId: contosoId })).toBe(1)
  })

  it.each<[string, string, RequestInit, string]>([
    ['without the Metadata header', tokenUrl(), {}, 'bad_request_102'],
    ['with another Metadata header', tokenUrl(), { headers: { Metadata: 'True' } }, 'bad_request_102'],
    ['that is a bare probe', path, {}, 'bad_request_102'],
    [
      'that was forwarded',
      tokenUrl(),
      { headers: { Metadata: 'true', 'X-Forwarded-For': '203.0.113.7' } },
      'invalid_request',
    ],
    ['without an API version', `${path}?resource=https://vault.azure.net`, metadata, 'invalid_request'],
    ['of too old an API version', tokenUrl({ 'api-version': '2017-09-01' }), metadata, 'invalid_request'],
    ['without a resource', `${path}?api-version=2018-02-01`, metadata, 'invalid_request'],
    ['for an unknown resource', tokenUrl({ resource: 'https://nowhere.example' }), metadata, 'invalid_resource'],
    ['with two selectors', tokenUrl({ client_id: userIdentity.clientId, object_id: 'x' }), metadata, 'invalid_request'],
  ])('%s is refused', async (_, url, init, error) => {
    const answer = await ask(testCloud({ workload: both }), url, init)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error, error_description: expect.any(String) })
  })

  it('by another method is refused', async () => {
    expect((await ask(testCloud({ workload: both }), tokenUrl(), { ...metadata, method: 'POST' })).status).toBe(405)
  })

  it('can be met by a fault of its tenant', async () => {
    const mock = testCloud({ workload: both })
    mock.faults.add({
      endpoint: 'imds.token',
      tenantId: contosoId,
      calls: { from: 1, to: 1 },
      action: { do: 'status', status: 410 },
    })
    expect((await ask(mock, tokenUrl(), metadata)).status).toBe(410)
    expect((await ask(mock, tokenUrl(), metadata)).status).toBe(200)
  })
})
