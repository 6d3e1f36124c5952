import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { decodeJwt } from 'jose'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { describedTokens } from '../mock-azure/access/described-tokens.ts'
import type { AppSeed, MockAzure } from '../mock-azure/contract.ts'
import type { ManagedIdentity, WorkloadIssuer } from '../mock-azure/managed-identity/contract.ts'
import { signWorkloadToken } from '../mock-azure/managed-identity/workload-issuer.ts'
import { apiId, apiUri, contosoId, testKeys } from '../mock-azure/testing/cloud.ts'
import { otherUserIdentity, systemIdentity, userIdentity } from '../mock-azure/testing/workload.ts'
import { systemClock, systemRandom } from '../system.ts'
import { witness, witnessCloud, witnessing } from './witness.ts'
import { createTemporaryFolder } from '../temporary-folder.ts'

const appId = 'c7c7c7c7-0000-4000-8000-000000000007'
const issuer = `https://login.microsoftonline.com/${contosoId}/v2.0`
const cluster: WorkloadIssuer = {
  issuer: 'https://westeurope.oic.prod-aks.azure.com/c1/',
  keys: [await testKeys.key('cluster')],
}
const subject = 'system:serviceaccount:default:web-app'
const apiScope = `${apiUri}/.default`

const api: AppSeed = {
  clientId: apiId,
  tenantId: contosoId,
  displayName: 'API',
  identifierUris: [apiUri],
  requestedAccessTokenVersion: 2,
}
const webApp: AppSeed = {
  clientId: appId,
  tenantId: contosoId,
  displayName: 'Web app',
  federatedCredentials: [
    { issuer, subject: userIdentity.principalId },
    { issuer: cluster.issuer, subject },
  ],
}

function cloud(identity: ManagedIdentity = userIdentity): MockAzure {
  return witnessCloud({ workload: { identities: [identity] }, workloadIssuers: [cluster], apps: [api, webApp] })
}

const token = z.object({ ok: z.object({ token: z.string() }) }).transform(({ ok }) => decodeJwt(ok.token))
const failure = z.object({ error: z.looseObject({ message: z.string() }) }).transform(({ error }) => error.message)

/** The app's environment, with the identity it is told to use. */
function environment(identity: ManagedIdentity) {
  return {
    TENANT_ID: contosoId,
    CLIENT_ID: appId,
    MANAGED_IDENTITY_CLIENT_ID: identity.clientId,
    API_SCOPE: apiScope,
  }
}

describe('an app without a secret', witnessing, () => {
  it('proves itself with a token of its managed identity', async () => {
    const mock = cloud()
    const printed = await witness(mock, 'federation.ts', [], { environment: environment(userIdentity) })
    const both = z.object({ identity: token, msal: token }).parse(printed)
    expect(both.identity).toMatchObject({ aud: apiId, azp: appId, azpacr: '2' })
    expect(both.msal).toMatchObject({ aud: apiId, azp: appId, azpacr: '2' })
    const [request] = mock.ledger.entries({ endpoint: 'entra.token' })
    expect(describedTokens(request?.requestBody)[0]?.claims).toMatchObject({ oid: userIdentity.principalId })
    expect(request?.requestBody).not.toContain('client_secret')
  })

  it.each([
    ['is not the one the credential names', otherUserIdentity, 'AADSTS700213'],
    ['is system-assigned', { ...systemIdentity, principalId: userIdentity.principalId }, 'AADSTS700226'],
  ])('is refused when the identity %s', async (_, identity, code) => {
    const printed = await witness(cloud(identity), 'federation.ts', [], { environment: environment(identity) })
    const both = z.object({ identity: failure, msal: failure }).parse(printed)
    expect(both).toEqual({ identity: expect.stringContaining(code), msal: expect.stringContaining(code) })
  })
})

/** DefaultAzureCredential on a cluster, as the given service account. */
async function ask(serviceAccount: string) {
  await using folder = await createTemporaryFolder('workload')
  const file = join(folder.path, 'token')
  const claims = { clock: systemClock, random: systemRandom, issuer: cluster, subject: serviceAccount }
  await writeFile(file, await signWorkloadToken(claims))
  const settings = {
    AZURE_TENANT_ID: contosoId,
    AZURE_CLIENT_ID: appId,
    AZURE_FEDERATED_TOKEN_FILE: file,
    AZURE_AUTHORITY_HOST: 'https://login.microsoftonline.com/',
  }
  const mock = cloud()
  const printed = await witness(mock, 'default-credential.ts', [apiScope], { environment: settings })
  return { mock, printed }
}

describe('workload identity', witnessing, () => {
  it('exchanges the token in the file, and asks no managed identity', async () => {
    const { mock, printed } = await ask(subject)
    expect(z.tuple([token]).parse(printed)[0]).toMatchObject({ aud: apiId, azp: appId })
    expect(mock.ledger.count({ endpoint: 'imds.token' })).toBe(0)
  })

  it('is refused for another service account', async () => {
    const { printed } = await ask('system:serviceaccount:default:another')
    expect(z.tuple([failure]).parse(printed)[0]).toContain('AADSTS700213')
  })
})
