import type { Clock } from '../../clock.ts'
import type { Directory } from '../contract.ts'
import { type BearerVerdict, type Caller, checkBearer } from './bearer.ts'
import type { RoleAssignments } from './contract.ts'

/** What a service that is guarded by Azure roles needs. */
export interface GuardedCloud {
  readonly directory: Directory
  readonly clock: Clock
  readonly roleAssignments: RoleAssignments
}

/** An Azure resource as its guard sees it. */
export interface Guarded {
  readonly tenantId: string
  readonly resourceId: string
  readonly audiences: readonly string[]
  /** One of them is needed. Empty: the audience is enough. */
  readonly roles: readonly string[]
}

export type GuardVerdict =
  | { readonly kind: 'allowed'; readonly caller: Caller }
  | { readonly kind: 'unauthorized'; readonly verdict: Extract<BearerVerdict, { ok: false }> }
  | { readonly kind: 'forbidden'; readonly caller: Caller }

/** Lets in who has a token of the resource's tenant for it and a role on it. */
export async function guard(
  { directory, clock, roleAssignments }: GuardedCloud,
  { tenantId, resourceId, audiences, roles }: Guarded,
  authorization: string | undefined,
): Promise<GuardVerdict> {
  const verdict = await checkBearer(authorization, { directory, clock, tenantId, audiences })
  if (!verdict.ok) return { kind: 'unauthorized', verdict }
  const { caller } = verdict
  const allowed = roles.length === 0 || roleAssignments.has(caller.principalId, roles, resourceId)
  return allowed ? { kind: 'allowed', caller } : { kind: 'forbidden', caller }
}
