import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import type { Endpoint } from '../../../harness/mock-azure/contract.ts'
import type { IdentitySource } from '../../../harness/mock-command/identity-source.ts'
import { startCloud } from '../../../harness/mock-command/start.ts'
import { defaultSeedFile, loadSeed } from '../../../harness/seed/load.ts'
import { childEnvironment } from '../../../harness/targets/wiring.ts'
import { createTemporaryFolder } from '../../../harness/temporary-folder.ts'
import { postJson, startNode } from '../testing/node-process.ts'

const main = new URL('main.ts', import.meta.url)
const userAssigned = {
  clientId: 'd2d2d2d2-0000-4000-8000-000000000001',
  principalId: 'e2e2e2e2-0000-4000-8000-000000000001',
}
const daemon = {
  AZURE_CLIENT_ID: 'c5c5c5c5-0000-4000-8000-000000000001',
  AZURE_CLIENT_SECRET: 'mock-secret-of-the-daemon',
}
const resourceGroup = '/subscriptions/51515151-0000-4000-8000-000000000001/resourceGroups/rg-app'
const roles = ['Cognitive Services User', 'Azure ContainerApps Session Executor']

type Settings = Readonly<Record<string, string>>

async function system(settings: Settings = {}, identity: IdentitySource = 'app-service', identities = true) {
  const stack = new AsyncDisposableStack()
  const seed = await loadSeed(defaultSeedFile)
  const cloud = stack.use(
    await startCloud(identities ? seed : { ...seed, workload: { ...seed.workload, identities: [] } }, { identity }),
  )
  const environment = { ...cloud.environment, ...settings }
  const app = stack.use(
    await startNode(main, childEnvironment({ parent: process.env, wiring: environment, settings: { PORT: '0' } })),
  )
  const { ledger, faults, roleAssignments } = cloud.mock
  return {
    app,
    ledger,
    faults,
    chat: () => postJson(`${app.url}/api/chat`, { message: 'hello' }),
    code: () => postJson(`${app.url}/api/code`, { code: 'print(1)' }),
    resources: (endpoint: Endpoint) =>
      ledger.entries({ endpoint }).map(({ url }) => new URL(url).searchParams.get('resource')),
    grant: (principalId: string) => {
      for (const role of roles) roleAssignments.assign({ principalId, role, scope: resourceGroup })
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

const works = [
  { status: 200, body: { answer: 'hello' } },
  { status: 200, body: { stdout: 'print(1)' } },
]

describe('in the cloud', () => {
  it('the system-assigned identity is used for both services, with one token for each', async () => {
    await using agent = await system()
    for (let n = 0; n < 3; n += 1) expect([await agent.chat(), await agent.code()]).toMatchObject(works)
    expect(agent.resources('app-service.token')).toEqual([
      'https://cognitiveservices.azure.com',
      'https://dynamicsessions.io',
    ])
    expect(agent.app.output().trim().split('\n')).toEqual([expect.stringContaining('listening')])
    expect(await agent.app.end('SIGTERM')).toBe(0)
  })

  it('IMDS does as well', async () => {
    await using agent = await system({}, 'imds')
    expect([await agent.chat(), await agent.code()]).toMatchObject(works)
    expect(agent.ledger.count({ endpoint: 'imds.token' })).toBeGreaterThanOrEqual(2)
  })

  it('a user-assigned identity is named by AZURE_CLIENT_ID; what it lacks is shown as 403', async () => {
    await using agent = await system({ AZURE_CLIENT_ID: userAssigned.clientId })
    const refused = { status: 403, body: { kind: 'role-missing' } }
    expect([await agent.chat(), await agent.code()]).toMatchObject([refused, refused])
    agent.grant(userAssigned.principalId)
    expect([await agent.chat(), await agent.code()]).toMatchObject(works)
    const asked = agent.ledger.entries({ endpoint: 'app-service.token' }).map(({ url }) => new URL(url).searchParams)
    expect(asked.map((query) => query.get('client_id'))).toEqual([userAssigned.clientId, userAssigned.clientId])
  })

  it('the audience of the other service is shown as 401', async () => {
    await using agent = await system({
      AZURE_OPENAI_AUDIENCE: 'https://dynamicsessions.io/.default',
      SESSION_POOL_AUDIENCE: 'https://cognitiveservices.azure.com/.default',
    })
    expect([await agent.chat(), await agent.code()]).toMatchObject([
      { status: 401, body: { kind: 'token-refused', detail: expect.stringContaining('AZURE_OPENAI_AUDIENCE') } },
      { status: 401, body: { kind: 'token-refused', detail: expect.stringContaining('SESSION_POOL_AUDIENCE') } },
    ])
  })

  it('a service principal in the environment comes first, and its secret shows nowhere', async () => {
    await using agent = await system(daemon)
    agent.grant('f5f5f5f5-0000-4000-8000-000000000001')
    expect([await agent.chat(), await agent.code()]).toMatchObject(works)
    expect(agent.ledger.count({ endpoint: 'entra.token' })).toBe(2)
    expect(agent.app.output()).not.toContain(daemon.AZURE_CLIENT_SECRET)
    expect(agent.ledger.count({ endpoint: 'app-service.token' })).toBe(0)
  })

  it('a wrong secret of it leads to no other credential', async () => {
    await using agent = await system({ ...daemon, AZURE_CLIENT_SECRET: 'another-secret' })
    expect(await agent.chat()).toMatchObject({ status: 503, body: { kind: 'no-token' } })
    expect(agent.ledger.count({ endpoint: 'app-service.token' })).toBe(0)
    expect(agent.app.output()).toContain('7000215')
    expect(agent.app.output()).not.toContain('another-secret')
  })

  it('without an identity, Azure CLI is asked, once for each service', async () => {
    await using folder = await createTemporaryFolder('azure-cli')
    const token = { accessToken: 'a.b.c', expires_on: Math.floor(Date.now() / 1000) + 3600 }
    const program = `#!/bin/sh\necho "$*" >> '${folder.path}/asked'\necho '${JSON.stringify(token)}'\n`
    await writeFile(join(folder.path, 'az'), program)
    await chmod(join(folder.path, 'az'), 0o755)
    const PATH = `${folder.path}:${process.env['PATH'] ?? ''}`
    await using agent = await system({ PATH, AZURE_TOKEN_CREDENTIALS: 'AzureCliCredential' }, 'none', false)
    // The CLI's token is none of the stand-in's, which therefore refuses it.
    for (let n = 0; n < 2; n += 1) expect(await agent.chat()).toMatchObject({ status: 401 })
    const asked = (await readFile(join(folder.path, 'asked'), 'utf8')).trim().split('\n')
    expect(asked).toEqual([expect.stringContaining('--resource https://cognitiveservices.azure.com')])
  })

  it('SIGTERM ends it although a source of identities has not answered yet', async () => {
    await using agent = await system({ TIMEOUT_SECONDS: '1' })
    agent.faults.add({ endpoint: 'app-service.token', action: { do: 'latency', ms: 120_000 } })
    expect(await agent.chat()).toMatchObject({ status: 504, body: { kind: 'timeout' } })
    const started = performance.now()
    expect(await agent.app.end('SIGTERM')).toBe(0)
    expect(performance.now() - started).toBeLessThan(4000)
  })

  it('demo mode touches no network', async () => {
    await using agent = await system({ DEMO_MODE: 'true' })
    expect([await agent.chat(), await agent.code()]).toMatchObject([
      { status: 200, body: { demo: true } },
      { status: 200, body: { demo: true } },
    ])
    expect(agent.ledger.entries()).toEqual([])
  })
})

it('a wrong setting ends the process with one line and 1', async () => {
  await using agent = await startNode(main, { DEMO_MODE: 'perhaps' })
  expect(await agent.ended).toBe(1)
  expect(agent.output()).toBe('Invalid settings: DEMO_MODE must be true or false\n')
})

it('a port that is taken is named', async () => {
  await using first = await startNode(main, { DEMO_MODE: 'true' })
  await using second = await startNode(main, { DEMO_MODE: 'true', PORT: new URL(first.url ?? '').port })
  expect(await second.ended).toBe(1)
  expect(second.output()).toMatch(/^cannot listen on 127\.0\.0\.1:\d+: .*EADDRINUSE/)
})
