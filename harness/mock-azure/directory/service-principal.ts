import { createHash } from 'node:crypto'

import type { AppSeed } from '../entra/app-contract.ts'

/** The object ID of an app in a tenant: another GUID than its client ID, and another one in every tenant. */
export function servicePrincipalId(tenantId: string, app: AppSeed): string {
  const known = made.get(app)?.get(tenantId)
  if (known !== undefined) return known
  const id = makeId(tenantId, app)
  const inTenants = made.get(app) ?? new Map<string, string>()
  made.set(app, inTenants.set(tenantId, id))
  return id
}

/** Asked for with every token, and always the same. */
const made = new WeakMap<AppSeed, Map<string, string>>()

function makeId(tenantId: string, app: AppSeed): string {
  const isHome = app.tenantId.toLowerCase() === tenantId.toLowerCase()
  if (isHome && app.servicePrincipalId !== undefined) return app.servicePrincipalId
  const hex = createHash('sha256').update(`${tenantId}/${app.clientId.toLowerCase()}`).digest('hex')
  const groups = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`]
  return [...groups, hex.slice(20, 32)].join('-')
}
