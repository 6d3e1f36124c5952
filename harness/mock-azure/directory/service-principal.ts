import { createHash } from 'node:crypto'

import type { AppSeed } from '../entra/app-contract.ts'

/** The object ID of an app in a tenant: another GUID than its client ID, and another one in every tenant. */
export function servicePrincipalId(tenantId: string, app: AppSeed): string {
  const isHome = app.tenantId.toLowerCase() === tenantId.toLowerCase()
  if (isHome && app.servicePrincipalId !== undefined) return app.servicePrincipalId
  const hex = createHash('sha256').update(`${tenantId}/${app.clientId.toLowerCase()}`).digest('hex')
  const groups = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`]
  return [...groups, hex.slice(20, 32)].join('-')
}
