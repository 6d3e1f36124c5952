import { decodeJwt } from 'jose'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import type { MockAzureOptions } from '../mock-azure/contract.ts'
import { sourceEnvironment } from '../mock-azure/managed-identity/environment.ts'
import { localTokenServices } from '../mock-azure/managed-identity/hosts.ts'
import { otherUserIdentity, systemIdentity, userIdentity } from '../mock-azure/testing/workload.ts'
import { startHttpServer } from '../mounts/http-server.ts'
import { arcServer, canMountPrivately } from '../targets/arc-server.ts'
import { witness, witnessCloud, witnessing } from './witness.ts'

const outcome = z.union([
  z.object({ ok: z.object({ token: z.string(), expiresOnTimestamp: z.number() }) }),
  z.object({ error: z.looseObject({ name: z.string(), message: z.string() }) }),
])
const results = z.array(z.object({ identity: outcome, msal: outcome }))

function cloud(more: Partial<MockAzureOptions> = {}) {
  return witnessCloud({ workload: { identities: [systemIdentity, userIdentity] }, ...more })
}

/** Whose tokens came out, and for what; or the message of the error. */
function subjects(printed: unknown) {
  return results.parse(printed).map(({ identity, msal }) => ({ identity: subject(identity), msal: subject(msal) }))
}

function subject(one: z.infer<typeof outcome>) {
  if ('error' in one) return one.error.message
  const { oid, aud } = decodeJwt(one.ok.token)
  return { oid, aud }
}

function both(principalId: string) {
  return {
    identity: { oid: principalId, aud: 'https://vault.azure.net' },
    msal: { oid: principalId, aud: 'https://management.azure.com' },
  }
}

const system = both(systemIdentity.principalId)
const user = both(userIdentity.principalId)
const byClientId = `clientId=${userIdentity.clientId}`

describe('unmodified SDKs get tokens from', witnessing, () => {
  it('IMDS: system-assigned, and user-assigned by each of its names', async () => {
    const mock = cloud()
    const byObjectId = `objectId=${userIdentity.principalId}`
    const byResourceId = `resourceId=${userIdentity.resourceId}`
    const printed = await witness(mock, 'managed-identity.ts', ['system', byClientId, byObjectId, byResourceId])
    expect(subjects(printed)).toEqual([system, user, user, user])
    expect(mock.ledger.count({ endpoint: 'imds.token' })).toBe(8)
  })

  it('IMDS at the address of a pod identity agent, with the trailing slash', async () => {
    const mock = cloud()
    const environment = { AZURE_POD_IDENTITY_AUTHORITY_HOST: 'http://169.254.169.254' }
    expect(subjects(await witness(mock, 'managed-identity.ts', ['system'], { environment }))).toEqual([system])
    expect(mock.ledger.entries({ endpoint: 'imds.token' }).map(({ url }) => new URL(url).pathname)).toContain(
      '/metadata/identity/oauth2/token/',
    )
  })

  it('App Service and Container Apps', async () => {
    const mock = cloud()
    const byResourceId = `resourceId=${userIdentity.resourceId}`
    const args = ['system', byClientId, `objectId=${userIdentity.principalId}`, byResourceId]
    const printed = await witness(mock, 'managed-identity.ts', args, { source: 'app-service' })
    expect(subjects(printed)).toEqual([system, user, user, user])
    expect(mock.ledger.count({ endpoint: 'app-service.token' })).toBe(8)
    expect(mock.ledger.count({ endpoint: 'imds.token' })).toBe(0)
  })

  it('App Service on a loopback port, past the proxy', async () => {
    const mock = cloud()
    await using server = await startHttpServer({ mock, origin: new URL(localTokenServices['app-service']).origin })
    const environment = sourceEnvironment('app-service', mock.workload, { url: `${server.url}/msi/token` })
    expect(subjects(await witness(mock, 'managed-identity.ts', ['system'], { environment }))).toEqual([system])
    expect(mock.ledger.count({ endpoint: 'app-service.token' })).toBe(2)
  })

  it('Service Fabric, over https', async () => {
    const mock = cloud()
    const printed = await witness(mock, 'managed-identity.ts', ['system'], { source: 'service-fabric' })
    expect(subjects(printed)).toEqual([system])
    expect(mock.ledger.entries({ endpoint: 'service-fabric.token' }).map(({ url }) => new URL(url).protocol)).toEqual([
      'https:',
      'https:',
    ])
  })

  it('Azure ML', async () => {
    const mock = cloud()
    const printed = await witness(mock, 'managed-identity.ts', ['system', byClientId], { source: 'azure-ml' })
    expect(subjects(printed)).toEqual([system, user])
    expect(mock.ledger.count({ endpoint: 'azure-ml.token' })).toBe(4)
  })

  it('Cloud Shell', async () => {
    const mock = cloud()
    expect(subjects(await witness(mock, 'managed-identity.ts', ['system'], { source: 'cloud-shell' }))).toEqual([
      system,
    ])
    expect(mock.ledger.count({ endpoint: 'cloud-shell.token' })).toBe(2)
  })

  it.skipIf(!canMountPrivately())('Arc, by way of the key file (not applicable without user namespaces)', async () => {
    await using server = await arcServer()
    const mock = cloud({ workload: { identities: [systemIdentity, userIdentity], arc: server.agent } })
    const { under } = server
    const printed = await witness(mock, 'managed-identity.ts', ['system', byClientId], { source: 'arc', under })
    expect(subjects(printed)).toEqual([system, user])
    const statuses = mock.ledger.entries({ endpoint: 'arc.token' }).map(({ status }) => status)
    expect(statuses).toEqual([401, 200, 401, 200, 401, 200, 401, 200])
  })
})

describe('unmodified SDKs see', witnessing, () => {
  const notFound = {
    identity: expect.stringContaining('Identity not found'),
    msal: expect.stringContaining('Identity not found'),
  }

  it('that IMDS has no such identity, and do not try again', async () => {
    const mock = cloud()
    const unknown = `clientId=${otherUserIdentity.clientId}`
    expect(subjects(await witness(mock, 'managed-identity.ts', [unknown]))).toEqual([notFound])
    expect(mock.ledger.entries({ endpoint: 'imds.token' }).map(({ status }) => status)).toEqual([400, 400])
  })

  it('that App Service has no such identity', async () => {
    const mock = cloud()
    const unknown = `clientId=${otherUserIdentity.clientId}`
    const printed = await witness(mock, 'managed-identity.ts', [unknown], { source: 'app-service' })
    const message = expect.stringContaining('No User Assigned or Delegated Managed Identity found')
    expect(subjects(printed)).toEqual([{ identity: message, msal: message }])
  })

  it('that the resource is unknown', async () => {
    const mock = cloud()
    const [result] = z
      .array(z.object({ error: z.looseObject({ message: z.string() }) }))
      .parse(await witness(mock, 'default-credential.ts', ['https://nowhere.example/.default']))
    expect(result?.error.message).toContain('AADSTS500011')
  })

  it('a 404 while IMDS is updated, and ask again', async () => {
    const mock = cloud()
    const updating = { do: 'status', status: 404, body: '{}' } as const
    mock.faults.add({ endpoint: 'imds.token', calls: { from: 1, to: 1 }, action: updating })
    mock.faults.add({ endpoint: 'imds.token', calls: { from: 3, to: 3 }, action: updating })
    expect(subjects(await witness(mock, 'managed-identity.ts', ['system']))).toEqual([system])
    expect(mock.ledger.entries({ endpoint: 'imds.token' }).map(({ status }) => status)).toEqual([404, 200, 404, 200])
  })
})

describe('the lifetime steers the cache of an unmodified SDK', witnessing, () => {
  it.each([
    [86_399, 1],
    [200, 3],
  ])('%i s: %i requests for three tokens', async (tokenLifetimeSeconds, requests) => {
    const mock = cloud({ workload: { identities: [systemIdentity], tokenLifetimeSeconds } })
    expect(await witness(mock, 'token-cache.ts')).toBe(requests)
    expect(mock.ledger.count({ endpoint: 'imds.token' })).toBe(requests)
  })
})

describe('DefaultAzureCredential', witnessing, () => {
  it('probes IMDS and takes the managed identity', async () => {
    const mock = cloud()
    const printed = await witness(mock, 'default-credential.ts', ['https://vault.azure.net/.default'])
    const [result] = z.array(z.object({ ok: z.object({ token: z.string() }) })).parse(printed)
    expect(decodeJwt(result?.ok.token ?? '')).toMatchObject({ oid: systemIdentity.principalId })
    const [probe, request] = mock.ledger.entries({ endpoint: 'imds.token' })
    expect(probe).toMatchObject({ status: 400, url: expect.not.stringContaining('?') })
    expect(probe?.requestHeaders).not.toHaveProperty('metadata')
    expect(request).toMatchObject({ status: 200, requestHeaders: { metadata: 'true' } })
    expect(mock.ledger.count({ refused: true })).toBe(0)
  })
})
