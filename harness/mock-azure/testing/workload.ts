import type { ManagedIdentity } from '../managed-identity/contract.ts'
import { contosoId } from './cloud.ts'

export const subscription = '/subscriptions/51515151-0000-4000-8000-000000000001'
export const resourceGroup = `${subscription}/resourceGroups/rg-app`

export const systemIdentity: ManagedIdentity = {
  kind: 'system-assigned',
  name: 'web-app',
  tenantId: contosoId,
  clientId: 'd1d1d1d1-0000-4000-8000-000000000001',
  principalId: 'e1e1e1e1-0000-4000-8000-000000000001',
  resourceId: `${resourceGroup}/providers/Microsoft.App/containerApps/web-app`,
}
export const userIdentity: ManagedIdentity = {
  kind: 'user-assigned',
  name: 'mi-web-app',
  tenantId: contosoId,
  clientId: 'd2d2d2d2-0000-4000-8000-000000000002',
  principalId: 'e2e2e2e2-0000-4000-8000-000000000002',
  resourceId: `${resourceGroup}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/mi-web-app`,
}
export const otherUserIdentity: ManagedIdentity = {
  kind: 'user-assigned',
  name: 'mi-other',
  tenantId: contosoId,
  clientId: 'd3d3d3d3-0000-4000-8000-000000000003',
  principalId: 'e3e3e3e3-0000-4000-8000-000000000003',
  resourceId: `${resourceGroup}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/mi-other`,
}
