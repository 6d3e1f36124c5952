import { createHeldClock } from '../../held-clock.ts'
import type { MockAzureOptions } from '../../mock-azure/contract.ts'
import { createMockAzure } from '../../mock-azure/mock-azure.ts'
import { apps, consumers, contoso, contosoId, fabrikam, testKeys } from '../../mock-azure/testing/cloud.ts'
import { subscription, systemIdentity } from '../../mock-azure/testing/workload.ts'
import { systemRandom } from '../../system.ts'
import { createControl } from '../control.ts'
import { createMovableClock } from '../movable-clock.ts'

export const start = Date.UTC(2026, 2, 4, 5, 6, 7)
export const vaultUrl = 'https://contoso-vault.vault.azure.net'
export const vaultId = `${subscription}/resourceGroups/rg-app/providers/Microsoft.KeyVault/vaults/contoso-vault`
export const user = {
  objectId: 'b1b1b1b1-0000-4000-8000-000000000001',
  userName: 'first.user@contoso.example',
  givenName: 'First',
  familyName: 'User',
  password: 'a password',
}

/** A cloud under control, at 2026-03-04 05:06:07 UTC. */
export function controlledCloud(options: Partial<MockAzureOptions> = {}) {
  const clock = createMovableClock(createHeldClock(start))
  const mock = createMockAzure({
    clock,
    random: systemRandom,
    keys: testKeys,
    tenants: [contoso, fabrikam, consumers],
    apps,
    users: [{ ...user, tenantId: contosoId }],
    workload: { identities: [systemIdentity] },
    vaults: [
      { name: 'contoso-vault', tenantId: contosoId, resourceId: vaultId, secrets: [{ name: 'one', value: '1' }] },
    ],
    ...options,
  })
  return { mock, control: createControl({ mock, keys: testKeys, clock }) }
}
