import { describe, expect, it } from 'vitest'

import { describedTokens } from '../mock-azure/access/described-tokens.ts'
import type { Endpoint, MockAzure } from '../mock-azure/contract.ts'
import { contosoId } from '../mock-azure/testing/cloud.ts'
import { resourceGroup, systemIdentity } from '../mock-azure/testing/workload.ts'
import { witness, witnessCloud, witnessing } from './witness.ts'

const { principalId } = systemIdentity
const accountId = `${resourceGroup}/providers/Microsoft.CognitiveServices/accounts/aoai`
const poolId = `${resourceGroup}/providers/Microsoft.App/sessionPools/pool`
const modelRole = { principalId, role: 'Cognitive Services User', scope: accountId }
const poolRole = { principalId, role: 'Azure ContainerApps Session Executor', scope: poolId }
const environment = {
  AZURE_OPENAI_ENDPOINT: 'https://aoai.openai.azure.com',
  SESSION_POOL_ENDPOINT: `https://westeurope.dynamicsessions.io${resourceGroup}/sessionPools/pool`,
}

function cloud() {
  return witnessCloud({
    workload: { identities: [systemIdentity] },
    roleAssignments: [modelRole, poolRole],
    downstream: [
      { kind: 'azure-openai', name: 'aoai', tenantId: contosoId, resourceId: accountId, deployments: ['gpt-4o-mini'] },
      { kind: 'session-pool', tenantId: contosoId, resourceId: poolId, region: 'westeurope' },
    ],
  })
}

function audiences(mock: MockAzure, endpoint: Endpoint): readonly unknown[] {
  return mock.ledger
    .entries({ endpoint })
    .flatMap(({ requestHeaders }) => describedTokens(requestHeaders['authorization']))
    .map(({ claims }) => claims['aud'])
}

describe('an agent with nothing but its managed identity', witnessing, () => {
  it('reaches the model and the session pool, each with a token of its own', async () => {
    const mock = cloud()
    expect(await witness(mock, 'downstream.ts', [], { environment, source: 'app-service' })).toMatchObject({
      chat: { status: 200, body: { choices: [{ message: { content: 'print(6 * 7)' } }] } },
      run: { status: 200, body: { status: 'Succeeded' } },
    })
    expect(audiences(mock, 'azure-openai.chat-completions')).toEqual(['https://cognitiveservices.azure.com'])
    expect(audiences(mock, 'session-pool.execute')).toEqual(['https://dynamicsessions.io'])
  })

  it('is refused with the token of the other', async () => {
    const swapped = {
      ...environment,
      AZURE_OPENAI_SCOPE: 'https://dynamicsessions.io/.default',
      SESSION_POOL_SCOPE: 'https://cognitiveservices.azure.com/.default',
    }
    expect(await witness(cloud(), 'downstream.ts', [], { environment: swapped })).toMatchObject({
      chat: { status: 401, body: { message: expect.stringContaining('audience is incorrect') } },
      run: { status: 401 },
    })
  })

  it('is refused without the roles', async () => {
    const mock = cloud()
    mock.roleAssignments.remove(modelRole)
    mock.roleAssignments.remove(poolRole)
    expect(await witness(mock, 'downstream.ts', [], { environment })).toMatchObject({
      chat: { status: 401, body: { error: { code: 'PermissionDenied' } } },
      run: { status: 403, body: { error: { code: 'Forbidden' } } },
    })
  })
})

describe('Microsoft Graph', witnessing, () => {
  const clientId = 'c7c7c7c7-0000-4000-8000-000000000007'
  const user = {
    objectId: 'b1b1b1b1-0000-4000-8000-000000000001',
    tenantId: contosoId,
    userName: 'first.user@contoso.example',
    givenName: 'First',
    familyName: 'User',
    password: 'a password of the stand-in',
  }
  const ask = (SCOPE: string) => {
    const mock = witnessCloud({
      apps: [{ clientId, tenantId: contosoId, displayName: 'Console app', allowPublicClientFlows: true }],
      users: [user],
      consents: [
        { tenantId: contosoId, clientId, resource: 'https://graph.microsoft.com', scopes: ['User.Read', 'Mail.Read'] },
      ],
    })
    const settings = { TENANT_ID: contosoId, CLIENT_ID: clientId, USER_NAME: user.userName, PASSWORD: user.password }
    return witness(mock, 'graph.ts', [], { environment: { ...settings, SCOPE } })
  }

  it('says who signed in', async () => {
    expect(await ask('User.Read')).toMatchObject({
      status: 200,
      body: { id: user.objectId, displayName: 'First User', userPrincipalName: user.userName },
    })
  })
})
