import { decodeJwt } from 'jose'
import { describe, expect, it } from 'vitest'

import { ask, askJson, form, testCloud } from '../testing/cloud.ts'
import { otherUserIdentity, systemIdentity, userIdentity } from '../testing/workload.ts'
import type { ManagedIdentity } from './contract.ts'
import { sourceEnvironment } from './environment.ts'
import { localTokenServices } from './hosts.ts'

const header = 'header-of-the-workload'
const now = Math.floor(Date.UTC(2026, 2, 4, 5, 6, 7) / 1000)

/** A cloud whose Arc agent keeps its key files in `files`. */
function cloud(...identities: ManagedIdentity[]) {
  const files = new Map<string, string>()
  const saveKey = async (path: string, key: string): Promise<void> => void files.set(path, key)
  const mock = testCloud({ workload: { identities, identityHeader: header, arc: { saveKey } } })
  return { mock, files }
}

function url(source: keyof typeof localTokenServices, parameters: Record<string, string>): string {
  return `${localTokenServices[source]}?${new URLSearchParams(parameters).toString()}`
}

function subject(answer: Record<string, unknown>): unknown {
  return decodeJwt(String(answer['access_token']))['oid']
}

describe('App Service and Container Apps', () => {
  const known = { headers: { 'X-IDENTITY-HEADER': header } }
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

describe('Service Fabric', () => {
  const known = { headers: { secret: header } }
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

describe('Azure ML', () => {
  const known = { headers: { secret: header } }
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

describe('Cloud Shell', () => {
  const metadata = { Metadata: 'true' }

  it('takes the resource from the body', async () => {
    const init = form({ resource: 'https://vault.azure.net' }, metadata)
    expect(await askJson(cloud(systemIdentity).mock, localTokenServices['cloud-shell'], init)).toMatchObject({
      expires_in: '86399',
      resource: 'https://vault.azure.net',
    })
  })

  it.each<[string, RequestInit, string]>([
    ['the Metadata header', form({ resource: 'https://vault.azure.net' }), 'bad_request_102'],
    ['a resource', form({}, metadata), 'invalid_request'],
    ['a known resource', form({ resource: 'https://nowhere.example' }, metadata), 'AudienceNotSupported'],
  ])('asks for %s', async (_, init, code) => {
    const answer = await ask(cloud(systemIdentity).mock, localTokenServices['cloud-shell'], init)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: { code } })
  })

  it('takes no GET, and has nothing without an identity', async () => {
    expect((await ask(cloud(systemIdentity).mock, localTokenServices['cloud-shell'])).status).toBe(405)
    const init = form({ resource: 'https://vault.azure.net' }, metadata)
    expect((await ask(cloud().mock, localTokenServices['cloud-shell'], init)).status).toBe(400)
  })
})

describe('Arc', () => {
  const metadata = { Metadata: 'true' }
  const query = { 'api-version': '2020-06-01', resource: 'https://vault.azure.net' }

  it('gives the token to who read the key file it named', async () => {
    const { mock, files } = cloud(systemIdentity)
    const challenge = await ask(mock, url('arc', query), { headers: metadata })
    expect(challenge.status).toBe(401)
    const path = /^Basic realm=(\/var\/opt\/azcmagent\/tokens\/[\w-]+\.key)$/.exec(
      challenge.headers.get('www-authenticate') ?? '',
    )?.[1]
    const headers = { ...metadata, Authorization: `Basic ${files.get(path ?? '') ?? ''}` }
    expect(subject(await askJson(mock, url('arc', query), { headers }))).toBe(systemIdentity.principalId)
  })

  it('challenges again whoever guesses, each time with a file of its own', async () => {
    const { mock, files } = cloud(systemIdentity)
    for (const Authorization of ['Basic guess', 'Basic ', 'Bearer x']) {
      const answer = await ask(mock, url('arc', query), { headers: { ...metadata, Authorization } })
      expect(answer.status).toBe(401)
    }
    expect(files.size).toBe(3)
  })

  it('names the identity that the caller chose', async () => {
    const { mock, files } = cloud(systemIdentity, userIdentity)
    await ask(mock, url('arc', query), { headers: metadata })
    const [key] = files.values()
    const init = { headers: { ...metadata, Authorization: `Basic ${key ?? ''}` } }
    const chosen = url('arc', { ...query, client_id: userIdentity.clientId })
    expect(await askJson(mock, chosen, init)).toMatchObject({ client_id: userIdentity.clientId })
    expect(await askJson(mock, url('arc', query), init)).not.toHaveProperty('client_id')
    const unknown = url('arc', { ...query, client_id: otherUserIdentity.clientId })
    expect(await askJson(mock, unknown, init)).toMatchObject({ error_description: 'Identity not found' })
  })

  it.each<[string, Record<string, string>, Record<string, string>]>([
    ['without the Metadata header', query, {}],
    ['of another version', { ...query, 'api-version': '2018-02-01' }, metadata],
    ['without a resource', { 'api-version': '2020-06-01' }, metadata],
  ])('refuses a request %s before it challenges', async (_, parameters, headers) => {
    expect((await ask(cloud(systemIdentity).mock, url('arc', parameters), { headers })).status).toBe(400)
  })

  it('is not there where no agent runs', () => {
    expect(testCloud().answers(new URL(localTokenServices.arc).hostname)).toBe(false)
    expect(cloud().mock.answers(new URL(localTokenServices.arc).hostname)).toBe(true)
  })
})

describe('sourceEnvironment', () => {
  const { workload } = cloud(userIdentity, systemIdentity).mock

  it.each([
    ['app-service', ['IDENTITY_ENDPOINT', 'IDENTITY_HEADER']],
    ['service-fabric', ['IDENTITY_ENDPOINT', 'IDENTITY_HEADER', 'IDENTITY_SERVER_THUMBPRINT']],
    ['azure-ml', ['DEFAULT_IDENTITY_CLIENT_ID', 'MSI_ENDPOINT', 'MSI_SECRET']],
    ['cloud-shell', ['MSI_ENDPOINT']],
    ['arc', ['IDENTITY_ENDPOINT', 'IMDS_ENDPOINT']],
  ] as const)('tells of %s by its own variables alone', (source, names) => {
    const environment = sourceEnvironment(source, workload)
    expect(Object.keys(environment).toSorted()).toEqual(names)
    expect(Object.values(environment)).toContain(localTokenServices[source])
  })

  it('names another address where a mount stands for the source', () => {
    expect(
      sourceEnvironment('arc', workload, { url: 'http://127.0.0.1:40342/metadata/identity/oauth2/token' }),
    ).toEqual({
      IDENTITY_ENDPOINT: 'http://127.0.0.1:40342/metadata/identity/oauth2/token',
      IMDS_ENDPOINT: 'http://127.0.0.1:40342',
    })
  })

  it('names the system-assigned identity as the default of Azure ML', () => {
    expect(sourceEnvironment('azure-ml', workload)).toMatchObject({
      DEFAULT_IDENTITY_CLIENT_ID: systemIdentity.clientId,
    })
  })
})

describe('the ledger', () => {
  it('names each source and shows none of its secrets', async () => {
    const { mock, files } = cloud(systemIdentity)
    await ask(mock, url('app-service', {}), { headers: { 'X-IDENTITY-HEADER': header } })
    await ask(mock, url('service-fabric', {}), { headers: { secret: header } })
    await ask(mock, url('azure-ml', {}), { headers: { secret: header } })
    await ask(mock, localTokenServices['cloud-shell'], form({}))
    const arc = url('arc', { 'api-version': '2020-06-01', resource: 'https://vault.azure.net' })
    await ask(mock, arc, { headers: { Metadata: 'true' } })
    const [key = ''] = files.values()
    await ask(mock, arc, { headers: { Metadata: 'true', Authorization: `Basic ${key}` } })
    expect(mock.ledger.entries().map(({ endpoint }) => endpoint)).toEqual([
      'app-service.token',
      'service-fabric.token',
      'azure-ml.token',
      'cloud-shell.token',
      'arc.token',
      'arc.token',
    ])
    const text = JSON.stringify(mock.ledger.entries())
    expect(text).not.toContain(header)
    expect(text).not.toContain(key)
  })
})
