import { decodeJwt } from 'jose'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { apiId, apiUri, contosoId } from '../mock-azure/testing/cloud.ts'
import { otherApiId } from '../mock-azure/testing/entra.ts'
import { otherUserIdentity, systemIdentity, userIdentity } from '../mock-azure/testing/workload.ts'
import { arcServer, canMountPrivately } from '../targets/arc-server.ts'
import { provingCloud, writeProofs } from './client-proofs.ts'
import { pythonWitness, pythonWitnesses } from './python/python.ts'
import { witnessCloud, witnessing } from './witness.ts'

const failed = z.object({ error: z.looseObject({ message: z.string() }) })
const results = z.array(
  z.object({
    identity: z.union([z.object({ ok: z.object({ token: z.string(), expiresOn: z.number() }) }), failed]),
    msal: z.union([z.object({ ok: z.object({ token: z.string(), sources: z.array(z.string()) }) }), failed]),
  }),
)

const cloud = () => witnessCloud({ workload: { identities: [systemIdentity, userIdentity] } })

/** Whose tokens came out, and for what; or the message of the error. */
function subjects(printed: unknown) {
  return results.parse(printed).map(({ identity, msal }) => ({
    identity: 'error' in identity ? identity.error.message : subject(identity.ok.token),
    msal: 'error' in msal ? msal.error.message : { ...subject(msal.ok.token), sources: msal.ok.sources },
  }))
}

function subject(token: string) {
  const { oid, aud } = decodeJwt(token)
  return { oid, aud }
}

/** The second time msal's token comes out of its cache. */
const both = (oid: string) => ({
  identity: { oid, aud: 'https://vault.azure.net' },
  msal: { oid, aud: 'https://management.azure.com', sources: ['identity_provider', 'cache'] },
})

const system = both(systemIdentity.principalId)
const user = both(userIdentity.principalId)
const selectors = [
  'system',
  `client_id=${userIdentity.clientId}`,
  `object_id=${userIdentity.principalId}`,
  `resource_id=${userIdentity.resourceId}`,
]
const unknown = `client_id=${otherUserIdentity.clientId}`

describe.skipIf(!pythonWitnesses.apply)(`msal and azure-identity for Python${pythonWitnesses.note}`, witnessing, () => {
  it('get tokens from IMDS: system-assigned, and user-assigned by each of its names', async () => {
    const mock = cloud()
    const printed = await pythonWitness(mock, 'managed_identity.py', selectors)
    expect(subjects(printed)).toEqual([system, user, user, user])
    expect(mock.ledger.count({ endpoint: 'imds.token' })).toBe(8)
  })

  it('get tokens from App Service and Container Apps', async () => {
    const mock = cloud()
    const printed = await pythonWitness(mock, 'managed_identity.py', selectors, { source: 'app-service' })
    expect(subjects(printed)).toEqual([system, user, user, user])
    expect(mock.ledger.count({ endpoint: 'app-service.token' })).toBe(8)
    expect(mock.ledger.count({ endpoint: 'imds.token' })).toBe(0)
  })

  it('get tokens from Service Fabric, whose certificate msal compares', async () => {
    const mock = cloud()
    const printed = await pythonWitness(mock, 'managed_identity.py', ['system'], { source: 'service-fabric' })
    expect(subjects(printed)).toEqual([system])
    expect(mock.ledger.count({ endpoint: 'service-fabric.token' })).toBe(2)
  })

  it('get tokens from Azure ML', async () => {
    const mock = cloud()
    const printed = await pythonWitness(mock, 'managed_identity.py', selectors.slice(0, 2), { source: 'azure-ml' })
    expect(subjects(printed)).toEqual([system, user])
    expect(mock.ledger.count({ endpoint: 'azure-ml.token' })).toBe(4)
  })

  it.skipIf(!canMountPrivately())(
    'get tokens from Arc, by way of the key file (not applicable without user namespaces)',
    async () => {
      await using server = await arcServer()
      const mock = witnessCloud({ workload: { identities: [systemIdentity, userIdentity], arc: server.agent } })
      const options = { source: 'arc', under: server.under } as const
      const printed = await pythonWitness(mock, 'managed_identity.py', selectors.slice(0, 2), options)
      expect(subjects(printed)).toEqual([system, user])
      const statuses = mock.ledger.entries({ endpoint: 'arc.token' }).map(({ status }) => status)
      expect(statuses).toEqual([401, 200, 401, 200, 401, 200, 401, 200])
    },
  )

  it('see that IMDS has no such identity', async () => {
    const mock = cloud()
    const notFound = expect.stringContaining('Identity not found')
    const printed = await pythonWitness(mock, 'managed_identity.py', [unknown])
    expect(subjects(printed)).toEqual([{ identity: notFound, msal: notFound }])
    expect(mock.ledger.entries({ endpoint: 'imds.token' }).map(({ status }) => status)).toEqual([400, 400])
  })

  it('see that App Service has no such identity', async () => {
    const message = expect.stringContaining('No User Assigned or Delegated Managed Identity found')
    const printed = await pythonWitness(cloud(), 'managed_identity.py', [unknown], { source: 'app-service' })
    expect(subjects(printed)).toEqual([{ identity: message, msal: message }])
  })
})

const token = z.tuple([z.object({ ok: z.string() })]).transform(([{ ok }]) => decodeJwt(ok))

describe.skipIf(!pythonWitnesses.apply)(`DefaultAzureCredential for Python${pythonWitnesses.note}`, witnessing, () => {
  it('probes IMDS and takes the managed identity', async () => {
    const mock = cloud()
    const printed = await pythonWitness(mock, 'default_credential.py', ['https://vault.azure.net/.default'])
    expect(token.parse(printed)).toMatchObject({ oid: systemIdentity.principalId })
    const [probe, request] = mock.ledger.entries({ endpoint: 'imds.token' })
    expect(probe).toMatchObject({ status: 400, requestHeaders: expect.not.objectContaining({ metadata: 'true' }) })
    expect(request).toMatchObject({ status: 200, requestHeaders: { metadata: 'true' } })
    expect(mock.ledger.count({ refused: true })).toBe(0)
  })

  it('takes the token of the workload, and asks no managed identity', async () => {
    await using proofs = await writeProofs()
    const mock = provingCloud()
    const environment = {
      AZURE_TENANT_ID: contosoId,
      AZURE_CLIENT_ID: apiId,
      AZURE_FEDERATED_TOKEN_FILE: proofs.files.TOKEN_FILE,
      AZURE_AUTHORITY_HOST: 'https://login.microsoftonline.com/',
    }
    const scopes = [`api://${otherApiId}/.default`]
    const printed = await pythonWitness(mock, 'default_credential.py', scopes, { environment })
    expect(token.parse(printed)).toMatchObject({ aud: otherApiId, azp: apiId, azpacr: '2' })
    expect(mock.ledger.count({ endpoint: 'imds.token' })).toBe(0)
  })

  it('sees that the resource is unknown', async () => {
    const printed = await pythonWitness(cloud(), 'default_credential.py', [`${apiUri}/.default`])
    const [{ error }] = z.tuple([failed]).parse(printed)
    expect(error.message).toContain('AADSTS500011')
  })
})
