import type { MockAzureOptions } from '../../contract.ts'
import { contosoId, testCloud } from '../../testing/cloud.ts'
import { resourceGroup, subscription, systemIdentity } from '../../testing/workload.ts'
import type { DownstreamSeed, GuardedResourceSeed, SessionPoolSeed } from '../contract.ts'

export const { principalId } = systemIdentity
export const accountId = `${resourceGroup}/providers/Microsoft.CognitiveServices/accounts/aoai`
export const poolId = `${resourceGroup}/providers/Microsoft.App/sessionPools/pool`
export const thingId = `${resourceGroup}/providers/Contoso.Things/things/one`
export const poolHost = 'pool.env-1.westeurope.azurecontainerapps.io'

export const sessionPool: SessionPoolSeed = {
  kind: 'session-pool',
  tenantId: contosoId,
  resourceId: poolId,
  region: 'westeurope',
  containerHost: poolHost,
}
export const thing: GuardedResourceSeed = {
  kind: 'guarded-resource',
  host: 'things.example',
  tenantId: contosoId,
  resourceId: thingId,
  audiences: ['https://things.example', 'c8c8c8c8-0000-4000-8000-000000000008'],
  roles: ['Thing Reader'],
}
const downstream: readonly DownstreamSeed[] = [
  { kind: 'azure-openai', name: 'AOAI', tenantId: contosoId, resourceId: accountId, deployments: ['gpt-4o-mini'] },
  sessionPool,
  thing,
]

/** A cloud with one service of each kind, where the workload's identity has a role. */
export function cloud(role?: string, scope: string = subscription, more: Partial<MockAzureOptions> = {}) {
  return testCloud({
    workload: { identities: [systemIdentity] },
    downstream,
    roleAssignments: role === undefined ? [] : [{ principalId, role, scope }],
    ...more,
  })
}

/** A JSON request, with a token if there is one. */
export function post(body: unknown, token?: string): RequestInit {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` }
  return { method: 'POST', body: JSON.stringify(body), headers }
}
