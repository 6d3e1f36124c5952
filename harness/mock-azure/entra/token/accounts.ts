import type { Authority } from '../authority.ts'
import { issuerV1 } from '../authority.ts'
import type { Account, Tenant } from '../contract.ts'
import { EntraFailure } from '../errors.ts'
import type { EntraCloud } from '../request.ts'

/** The tenant that a request's path names, or else the one where the user signed in. */
export function tenantOf({ directory }: EntraCloud, authority: Authority, signedInTo: string): Tenant {
  const tenant = authority.kind === 'tenant' ? authority.tenant : directory.tenant(signedInTo)
  if (tenant === undefined) throw new EntraFailure(90002, { tenant: signedInTo })
  return tenant
}

/**
 * A user in a tenant.
 * @throws {EntraFailure} 50020 when they are neither its member nor its guest
 */
export function accountIn({ directory }: EntraCloud, tenant: Tenant, userId: string, client: string): Account {
  const account = directory.account(tenant.id, userId)
  if (account !== undefined) return account
  const user = directory.user(userId)
  const details = { user: user?.userName ?? userId, idp: issuerV1(user?.tenantId ?? ''), tenant: tenant.displayName }
  throw new EntraFailure(50020, { ...details, client }, { as: 'invalid_grant' })
}
