import { spawn } from 'node:child_process'
import { once } from 'node:events'

import { startCloud } from 'entra-conformance/mock-azure'
import { describe, expect, it } from 'vitest'

const id = (prefix: string) => `${prefix.repeat(4)}-0000-4000-8000-000000000001`
const [tenantId, clientId, callerId, principalId] = [id('a1'), id('c1'), id('c5'), id('e1')]
const other = id('99')
const group = '/subscriptions/51515151-0000-4000-8000-000000000001/resourceGroups/rg'
const resourceId = `${group}/providers/Microsoft.KeyVault/vaults/contoso-vault`
const secrets = { 'azure-tenant-id': tenantId, 'azure-api-client-id': clientId }
const refused = 'AZURE_TENANT_ID: secret azure-tenant-id of contoso-vault.vault.azure.net: '

type Cloud = Awaited<ReturnType<typeof startCloud>>
type FaultAction = Parameters<Cloud['control']['faults']['add']>[0]['action']
type SeedObject = Exclude<Parameters<typeof startCloud>[0], string | undefined>

/** A vault, the API's identity that may read it, and a service that may call the API. */
function seed(change: SeedObject['vaults'] = [], roleAssignments?: SeedObject['roleAssignments']): SeedObject {
  return {
    tenants: [{ id: tenantId, domain: 'contoso.example', displayName: 'Contoso' }],
    apps: [
      {
        clientId,
        displayName: 'API',
        identifierUris: [`api://${clientId}`],
        requestedAccessTokenVersion: 2,
        appRoles: ['Claims.Read.All'],
      },
      { clientId: callerId, displayName: 'Daemon', secrets: ['mock-secret'] },
    ],
    appRoleAssignments: [{ principalId: callerId, resource: clientId, role: 'Claims.Read.All' }],
    workload: {
      identities: [
        { kind: 'system-assigned', name: 'api', clientId: id('d1'), principalId, resourceId: `${group}/api` },
      ],
    },
    vaults: [{ name: 'contoso-vault', resourceId, secrets, ...change[0] }],
    roleAssignments: roleAssignments ?? [{ principalId, role: 'Key Vault Secrets User', scope: resourceId }],
  }
}

interface Started extends Disposable {
  /** Undefined when it ended by itself. */
  readonly url: string | undefined
  readonly code: number | undefined
  readonly output: () => string
}

/** The API as a process that the cloud's environment leads to it. Its own variables say something else than the vault. */
async function start(cloud: Cloud, settings: Readonly<Record<string, string>> = {}): Promise<Started> {
  const main = new URL('main.ts', import.meta.url).pathname
  const env = {
    PATH: process.env['PATH'],
    PORT: '0',
    ...cloud.wiring,
    AZURE_TENANT_ID: other,
    AZURE_API_CLIENT_ID: other,
    AZURE_KEY_VAULT_URL: 'https://contoso-vault.vault.azure.net',
    ...settings,
  }
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main], { env })
  let output = ''
  const listening = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
        const port = /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(output)?.[1]
        if (port !== undefined) resolve(`http://127.0.0.1:${port}`)
      })
    }
  })
  const ended = once(child, 'close').then(([code]: unknown[]) => Number(code))
  const first = await Promise.race([listening, ended])
  return {
    url: typeof first === 'string' ? first : undefined,
    code: typeof first === 'number' ? first : undefined,
    output: () => output,
    [Symbol.dispose]: () => child.kill('SIGKILL'),
  }
}

async function tokenFor(cloud: Cloud): Promise<string> {
  const request = new Request(`https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: callerId,
      client_secret: 'mock-secret',
      scope: `api://${clientId}/.default`,
    }),
  })
  const body: unknown = await (await cloud.mock.handle(request))?.json()
  return typeof body === 'object' && body !== null && 'access_token' in body ? String(body.access_token) : ''
}

const requests = (cloud: Cloud) =>
  cloud.control.ledger.entries().map(({ endpoint = 'other', status }) => `${endpoint} ${status}`)

const health = async ({ url = 'http://127.0.0.1:1' }: Started): Promise<unknown> =>
  (await fetch(`${url}/health`)).json()

describe.concurrent('settings from Key Vault', () => {
  it('win over the environment; audience, issuer and keys follow from them', async () => {
    await using cloud = await startCloud(seed())
    using api = await start(cloud)
    expect(requests(cloud)).toEqual([
      'key-vault.secret.get 401',
      'app-service.token 200',
      'key-vault.secret.get 200',
      'key-vault.secret.get 200',
    ])
    const headers = { authorization: `Bearer ${await tokenFor(cloud)}` }
    const answer = await fetch(`${api.url}/api/claims`, { headers })
    expect(answer.status).toBe(200)
    expect(cloud.control.ledger.entries({ endpoint: 'entra.keys.v2' })).toMatchObject([{ tenantId }])
    expect(await health(api)).toEqual({ status: 'healthy' })
    for (const value of [tenantId, clientId]) expect(api.output()).not.toContain(value)
  })

  it('are not asked for where no vault is named', async () => {
    await using cloud = await startCloud(seed())
    using api = await start(cloud, { AZURE_KEY_VAULT_URL: '' })
    expect(await health(api)).toEqual({ status: 'healthy' })
    expect(requests(cloud)).toEqual([])
  })

  it.each<[string, SeedObject, string]>([
    [
      'no role',
      seed([], []),
      'the identity has no role to read it, such as Key Vault Secrets User (403, ForbiddenByRbac)',
    ],
    [
      'no access policy',
      seed([{ name: 'contoso-vault', resourceId, authorization: 'access-policies' }]),
      'no access policy lets the identity get secrets (403, AccessDenied)',
    ],
    [
      'a firewall',
      seed([{ name: 'contoso-vault', resourceId, refusal: 'ForbiddenByFirewall' }]),
      "the vault's firewall does not let this client in (403, ForbiddenByFirewall)",
    ],
    ['no secret', seed([{ name: 'contoso-vault', resourceId, secrets: {} }]), 'there is no such secret (404)'],
    [
      'a disabled secret',
      seed([
        { name: 'contoso-vault', resourceId, secrets: [{ name: 'azure-tenant-id', value: tenantId, enabled: false }] },
      ]),
      'it is disabled (403, SecretDisabled)',
    ],
    [
      'a secret that is no GUID',
      seed([{ name: 'contoso-vault', resourceId, secrets: { 'azure-tenant-id': 'contoso' } }]),
      'it must be a GUID',
    ],
  ])('%s: no start, and a line that says why', async (_, given, why) => {
    await using cloud = await startCloud(given)
    using api = await start(cloud)
    expect(api.output()).toBe(`Invalid settings\n  ${refused}${why}\n`)
    expect(api.code).toBe(78)
    expect(cloud.control.ledger.count({ endpoint: 'key-vault.secret.list' })).toBe(0)
  })

  it.each<[string, FaultAction, string]>([
    ['throttled', { do: 'status', status: 429 }, 'the vault is throttling (429)'],
    ['a page of a proxy', { do: 'html' }, 'what the vault answered is no secret'],
    ['half an answer', { do: 'truncate', afterBytes: 20 }, 'what the vault answered cannot be read'],
  ])('%s: no start', async (_, action, why) => {
    await using cloud = await startCloud(seed())
    cloud.control.faults.add({ endpoint: 'key-vault.secret.get', action })
    using api = await start(cloud)
    expect(api.output()).toContain(`${refused}${why}\n`)
  })

  it('no identity: no start', async () => {
    await using cloud = await startCloud({ ...seed(), workload: {} })
    using api = await start(cloud)
    expect(api.output()).toContain(
      `${refused}no managed identity and no credential of a developer gets a token for it\n`,
    )
  })

  it('a certificate that nobody trusts: no start, and no token', async () => {
    await using cloud = await startCloud(seed())
    using api = await start(cloud, { NODE_EXTRA_CA_CERTS: '' })
    expect(api.output()).toMatch(
      new RegExp(`${refused}the certificate of what answers there is not trusted \\(\\w+\\)\n`),
    )
    expect(requests(cloud)).toEqual([])
  })

  it.each([
    [
      'another service',
      'authorization="https://login.microsoftonline.com/common", resource="https://graph.microsoft.com"',
    ],
    [
      'another domain',
      'authorization="https://login.microsoftonline.com/common", resource="https://vault.attacker.example"',
    ],
  ])('a challenge for a token of %s is not answered', async (_, challenge) => {
    await using cloud = await startCloud(seed())
    cloud.control.faults.add({
      endpoint: 'key-vault.secret.get',
      action: { do: 'status', status: 401, headers: { 'www-authenticate': `Bearer ${challenge}` } },
    })
    using api = await start(cloud)
    expect(api.output()).toContain(`${refused}what answers there asks for a token of another service; none was sent\n`)
    expect(requests(cloud)).toEqual(['key-vault.secret.get 401'])
  })

  it('an outage, with KEY_VAULT_FAILURE=environment: a warning, and a health that says so', async () => {
    await using cloud = await startCloud(seed([{ name: 'contoso-vault', resourceId, refusal: 'ForbiddenByFirewall' }]))
    using api = await start(cloud, { KEY_VAULT_FAILURE: 'environment' })
    expect(api.output()).toMatch(
      /^warning: AZURE_TENANT_ID: secret azure-tenant-id of .* \(403, ForbiddenByFirewall\); /,
    )
    expect(await health(api)).toMatchObject({ status: 'degraded' })
    // Nothing of the vault's is in force: what is accepted is what the environment says.
    const headers = { authorization: `Bearer ${await tokenFor(cloud)}` }
    expect((await fetch(`${api.url}/api/claims`, { headers })).status).toBe(401)
  })
})
