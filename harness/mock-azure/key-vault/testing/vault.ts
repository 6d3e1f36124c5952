import { z } from 'zod'

import type { MockAzure, MockAzureOptions } from '../../contract.ts'
import { ask, contosoId, testCloud } from '../../testing/cloud.ts'
import { resourceGroup, systemIdentity } from '../../testing/workload.ts'
import type { VaultSeed } from '../contract.ts'

export const vaultUrl = 'https://kv-app.vault.azure.net'
export const vaultId = `${resourceGroup}/providers/Microsoft.KeyVault/vaults/kv-app`
export const vault: VaultSeed = {
  name: 'kv-app',
  tenantId: contosoId,
  resourceId: vaultId,
  secrets: [{ name: 'Azure-Tenant-Id', value: contosoId, contentType: 'text/plain', tags: { app: 'web' } }],
}

/** A cloud with one vault on which the workload's identity has a role. */
export function vaultCloud(
  seed: Partial<VaultSeed> = {},
  role = 'Key Vault Secrets User',
  more: Partial<MockAzureOptions> = {},
) {
  const mock = testCloud({
    workload: { identities: [systemIdentity] },
    vaults: [{ ...vault, ...seed }],
    roleAssignments: [{ principalId: systemIdentity.principalId, role, scope: vaultId }],
    ...more,
  })
  return mock
}

/** A token of the workload's identity. */
export async function tokenFor(mock: MockAzure, resource = 'https://vault.azure.net'): Promise<string> {
  const url = `http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=${encodeURIComponent(resource)}`
  const answer = await ask(mock, url, { headers: { Metadata: 'true' } })
  return z.object({ access_token: z.string() }).parse(await answer.json()).access_token
}

/** A request to the vault with a token of the workload's. `path` may have a query. */
export async function askVault(mock: MockAzure, path: string, init: RequestInit = {}) {
  const { pathname, searchParams } = new URL(path, vaultUrl)
  searchParams.set('api-version', '2025-07-01')
  const headers = new Headers(init.headers)
  headers.set('authorization', `Bearer ${await tokenFor(mock)}`)
  const answer = await ask(mock, `${vaultUrl}${pathname}?${searchParams.toString()}`, { ...init, headers })
  const text = await answer.text()
  const body = text === '' ? {} : z.record(z.string(), z.unknown()).parse(JSON.parse(text))
  return { status: answer.status, headers: answer.headers, body }
}

/** A JSON body. */
export function put(body: unknown, method = 'PUT'): RequestInit {
  return { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
}
