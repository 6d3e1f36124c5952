import { SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'

import { describedTokens } from '../access/described-tokens.ts'
import type { MockAzureOptions } from '../contract.ts'
import { tokenFor } from '../key-vault/testing/vault.ts'
import { apiId, apiUri, ask, contoso, contosoId, fabrikamId, testCloud } from '../testing/cloud.ts'
import { resourceGroup, subscription, systemIdentity } from '../testing/workload.ts'
import type { DownstreamSeed } from './contract.ts'

const { principalId } = systemIdentity
const accountId = `${resourceGroup}/providers/Microsoft.CognitiveServices/accounts/aoai`
const poolId = `${resourceGroup}/providers/Microsoft.App/sessionPools/pool`
const thingId = `${resourceGroup}/providers/Contoso.Things/things/one`
const poolHost = 'pool.env-1.westeurope.azurecontainerapps.io'

const sessionPool: DownstreamSeed = {
  kind: 'session-pool',
  tenantId: contosoId,
  resourceId: poolId,
  region: 'westeurope',
  containerHost: poolHost,
}
const downstream: readonly DownstreamSeed[] = [
  { kind: 'azure-openai', name: 'AOAI', tenantId: contosoId, resourceId: accountId, deployments: ['gpt-4o-mini'] },
  sessionPool,
  {
    kind: 'guarded-resource',
    host: 'things.example',
    tenantId: contosoId,
    resourceId: thingId,
    audiences: ['https://things.example', 'c8c8c8c8-0000-4000-8000-000000000008'],
    roles: ['Thing Reader'],
  },
]

function cloud(role?: string, scope: string = subscription, more: Partial<MockAzureOptions> = {}) {
  return testCloud({
    workload: { identities: [systemIdentity] },
    downstream,
    roleAssignments: role === undefined ? [] : [{ principalId, role, scope }],
    ...more,
  })
}

function post(body: unknown, token?: string): RequestInit {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` }
  return { method: 'POST', body: JSON.stringify(body), headers }
}

describe('Azure OpenAI', () => {
  const resource = 'https://cognitiveservices.azure.com'
  const url = 'https://aoai.openai.azure.com/openai/deployments/gpt-4o-mini/chat/completions?api-version=2024-10-21'
  const v1 = 'https://aoai.openai.azure.com/openai/v1/chat/completions'
  const chat = {
    model: 'gpt-4o-mini',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hello' },
    ],
  }

  it.each([url, v1, url.replace('gpt-4o-mini', 'GPT-4o-Mini')])('completes a chat at %s', async (address) => {
    const mock = cloud('Cognitive Services User', accountId)
    const answer = await ask(mock, address, post(chat, await tokenFor(mock, resource)))
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({
      object: 'chat.completion',
      model: 'gpt-4o-mini',
      created: Math.floor(mock.clock.now() / 1000),
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Hello' } }],
      usage: { total_tokens: 3 },
    })
    expect(mock.ledger.count({ endpoint: 'azure-openai.chat-completions', tenantId: contosoId })).toBe(1)
  })

  it('streams where it is asked to', async () => {
    const mock = cloud('Cognitive Services OpenAI User')
    const answer = await ask(mock, v1, post({ ...chat, stream: true }, await tokenFor(mock, resource)))
    expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/)
    const events = (await answer.text()).split('\n\n')
    expect(events[0]).toContain('"delta":{"role":"assistant","content":"Hello"}')
    expect(events.slice(2)).toEqual(['data: [DONE]', ''])
  })

  it('refuses a token for another audience, and none at all', async () => {
    const mock = cloud('Cognitive Services User')
    const wrong = await ask(mock, url, post(chat, await tokenFor(mock, 'https://management.azure.com')))
    expect(wrong.status).toBe(401)
    expect(await wrong.json()).toMatchObject({ statusCode: 401, message: expect.stringContaining(resource) })
    expect((await ask(mock, url, post(chat))).status).toBe(401)
    expect((await ask(mock, url, { ...post(chat), headers: { 'api-key': 'x' } })).status).toBe(401)
  })

  it.each<[string | undefined, string]>([
    [undefined, subscription],
    ['Reader', accountId],
    ['Cognitive Services User', `${resourceGroup}/providers/Microsoft.CognitiveServices/accounts/another`],
  ])('lacks the permission of the role %s at %s', async (role, scope) => {
    const mock = cloud(role, scope)
    const answer = await ask(mock, url, post(chat, await tokenFor(mock, resource)))
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({
      error: { code: 'PermissionDenied', message: expect.stringContaining(principalId) },
    })
  })

  it.each<[string, unknown, number]>([
    [url.replace('gpt-4o-mini', 'gpt-5'), chat, 404],
    [v1, { ...chat, model: 'gpt-5' }, 404],
    [v1, { messages: chat.messages }, 404],
    [url.replace(/\?.*/, ''), chat, 404],
    [url, { messages: [] }, 400],
    [url, 'no object', 400],
  ])('answers %s with %j by %i', async (address, body, status) => {
    const mock = cloud('Cognitive Services User')
    expect((await ask(mock, address, post(body, await tokenFor(mock, resource)))).status).toBe(status)
  })
})

describe('a session pool', () => {
  const resource = 'https://dynamicsessions.io'
  const role = 'Azure ContainerApps Session Executor'
  const management = `https://westeurope.dynamicsessions.io${resourceGroup}/sessionPools/pool`
  const newer = `${management}/executions?api-version=2025-10-02-preview&identifier=user-1`
  const older = `${management}/code/execute?api-version=2024-02-02-preview&identifier=user-1`
  const own = `https://${poolHost}/execute?identifier=user-1`
  const run = { code: 'print(1)', codeInputType: 'Inline', executionType: 'Synchronous' }

  it.each([newer, own])('executes at %s', async (url) => {
    const mock = cloud(role, poolId)
    const answer = await ask(mock, url, post(run, await tokenFor(mock, resource)))
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({
      identifier: 'user-1',
      status: 'Succeeded',
      result: { stdout: 'print(1)', stderr: '' },
    })
    expect(mock.ledger.count({ endpoint: 'session-pool.execute', tenantId: contosoId })).toBe(1)
  })

  it('executes as the first API version did', async () => {
    const mock = cloud(role)
    const body = { properties: { codeInputType: 'inline', executionType: 'synchronous', code: 'print(1)' } }
    const answer = await ask(mock, older, post(body, await tokenFor(mock, resource)))
    expect(await answer.json()).toMatchObject({ properties: { status: 'Success', stdout: 'print(1)' } })
  })

  it.each([newer, own])('refuses at %s what it should', async (url) => {
    const mock = cloud(role)
    const token = await tokenFor(mock, resource)
    const wrong = await tokenFor(mock, 'https://cognitiveservices.azure.com')
    const statuses = async (...requests: [string, RequestInit][]) =>
      Promise.all(requests.map(async ([address, init]) => (await ask(mock, address, init)).status))
    expect(
      await statuses(
        [url, post(run)],
        [url, post(run, wrong)],
        [url.replace('identifier=user-1', ''), post(run, token)],
        [url, post({}, token)],
      ),
    ).toEqual([401, 401, 400, 400])
    mock.roleAssignments.remove({ principalId, role, scope: subscription })
    expect(await statuses([url, post(run, token)])).toEqual([403])
  })

  it('is found by its whole ID and region', async () => {
    const mock = cloud(role)
    const token = await tokenFor(mock, resource)
    expect((await ask(mock, newer.replace('/pool/', '/other/'), post(run, token))).status).toBe(404)
    expect(mock.answers('northeurope.dynamicsessions.io')).toBe(false)
    const elsewhere = { ...sessionPool, region: 'northeurope', resourceId: `${resourceGroup}/x/other` }
    const two = cloud(role, poolId, { downstream: [sessionPool, elsewhere] })
    const moved = newer.replace('westeurope', 'northeurope')
    expect((await ask(two, newer, post(run, token))).status).toBe(200)
    expect((await ask(two, moved, post(run, token))).status).toBe(404)
  })
})

/** A delegated token for Microsoft Graph, as a sign-in gives it. */
async function delegated(
  mock: ReturnType<typeof cloud>,
  scp: string,
  aud = 'https://graph.microsoft.com',
): Promise<RequestInit> {
  const now = Math.floor(mock.clock.now() / 1000)
  const [key] = contoso.keys
  const token = await new SignJWT({
    aud,
    iss: `https://sts.windows.net/${contosoId}/`,
    iat: now,
    nbf: now,
    exp: now + 3600,
    appid: 'c2c2c2c2-0000-4000-8000-000000000001',
    oid: 'b1b1b1b1-0000-4000-8000-000000000001',
    tid: contosoId,
    name: 'First User',
    given_name: 'First',
    family_name: 'User',
    upn: 'first@contoso.example',
    scp,
  })
    .setProtectedHeader({ alg: 'RS256', kid: key.kid })
    .sign(key.privateKey)
  return { headers: { authorization: `Bearer ${token}` } }
}

describe('Microsoft Graph', () => {
  const me = 'https://graph.microsoft.com/v1.0/me'

  it.each(['https://graph.microsoft.com', '00000003-0000-0000-c000-000000000000'])(
    'answers with the profile of the user: %s',
    async (aud) => {
      const mock = cloud()
      const answer = await ask(mock, me, await delegated(mock, 'openid User.Read', aud))
      expect(answer.status).toBe(200)
      expect(await answer.json()).toMatchObject({
        id: 'b1b1b1b1-0000-4000-8000-000000000001',
        displayName: 'First User',
        givenName: 'First',
        surname: 'User',
        userPrincipalName: 'first@contoso.example',
      })
    },
  )

  it('refuses without a permission, without a user, without a token for it', async () => {
    const mock = cloud()
    const denied = await ask(mock, me, await delegated(mock, 'openid Mail.Read'))
    expect(denied.status).toBe(403)
    expect(await denied.json()).toMatchObject({ error: { code: 'Authorization_RequestDenied' } })
    const appOnly = { headers: { authorization: `Bearer ${await tokenFor(mock, 'https://graph.microsoft.com')}` } }
    expect((await ask(mock, me, appOnly)).status).toBe(400)
    const wrong = await ask(mock, me, await delegated(mock, 'User.Read', 'https://vault.azure.net'))
    expect(wrong.status).toBe(401)
    expect(await wrong.json()).toMatchObject({ error: { code: 'InvalidAuthenticationToken' } })
    expect((await ask(mock, me)).headers.get('www-authenticate')).toMatch(/^Bearer /)
    expect(mock.ledger.count({ endpoint: 'graph.me' })).toBe(4)
  })
})

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
    const [open] = downstream.filter((seed) => seed.kind === 'guarded-resource')
    if (open === undefined) throw new Error('no guarded resource')
    const mock = cloud(undefined, undefined, { downstream: [{ ...open, roles: [] }] })
    const init = { headers: { authorization: `Bearer ${await tokenFor(mock, 'https://things.example')}` } }
    expect((await ask(mock, url, init)).status).toBe(200)
  })

  it('may stand for an API that is registered', async () => {
    const [one] = downstream.filter((seed) => seed.kind === 'guarded-resource')
    if (one === undefined) throw new Error('no guarded resource')
    const mock = cloud('Thing Reader', thingId, { downstream: [{ ...one, audiences: [apiUri, apiId] }] })
    const init = { headers: { authorization: `Bearer ${await tokenFor(mock, apiUri)}` } }
    expect((await ask(mock, url, init)).status).toBe(200)
  })

  it('takes tokens of its own tenant only', async () => {
    const [open] = downstream.filter((seed) => seed.kind === 'guarded-resource')
    if (open === undefined) throw new Error('no guarded resource')
    const foreign = { ...open, tenantId: fabrikamId, audiences: ['https://vault.azure.net'] as const, roles: [] }
    const mock = cloud(undefined, undefined, { downstream: [foreign] })
    const init = { headers: { authorization: `Bearer ${await tokenFor(mock)}` } }
    expect((await ask(mock, url, init)).status).toBe(401)
  })
})
