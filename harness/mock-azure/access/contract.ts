import type { Save } from '../save.ts'

/**
 * An Azure role assignment. Role names are the built-in ones, for example `Key Vault Secrets User`.
 * Source: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
 */
export interface RoleAssignment {
  /** Object ID of the user, the service principal or the managed identity; never its client ID. */
  readonly principalId: string
  readonly role: string
  /** ARM ID of a resource, a resource group or a subscription; what lies below inherits the role. */
  readonly scope: string
}

export interface RoleAssignments {
  readonly all: readonly RoleAssignment[]
  /** In force at once, where Azure takes minutes. */
  assign(assignment: RoleAssignment): void
  remove(assignment: RoleAssignment): void
  /** Whether the principal has one of these roles on the resource, there or inherited. */
  has(principalId: string, roles: readonly string[], resourceId: string): boolean
  readonly save: Save
}
