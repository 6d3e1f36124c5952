import type { RoleAssignment, RoleAssignments } from './contract.ts'

/** Azure compares object IDs, role names and scopes without regard to case. */
export function createRoleAssignments(seeds: readonly RoleAssignment[]): RoleAssignments {
  let all: readonly RoleAssignment[] = seeds
  return {
    get all() {
      return all
    },
    assign(assignment) {
      all = [...all, assignment]
    },
    remove(assignment) {
      const key = keyOf(assignment)
      all = all.filter((other) => keyOf(other) !== key)
    },
    has(principalId, roles, resourceId) {
      const wanted = new Set(roles.map((role) => role.toLowerCase()))
      return all.some(
        (assignment) =>
          assignment.principalId.toLowerCase() === principalId.toLowerCase() &&
          wanted.has(assignment.role.toLowerCase()) &&
          contains(assignment.scope, resourceId),
      )
    },
    save() {
      const saved = all
      return () => {
        all = saved
      }
    },
  }
}

function keyOf({ principalId, role, scope }: RoleAssignment): string {
  return [principalId, role, withoutSlash(scope)].join('\n').toLowerCase()
}

/** A scope contains itself and what lies below it in the hierarchy of ARM IDs. `/` is the root. */
function contains(scope: string, resourceId: string): boolean {
  return `${withoutSlash(resourceId)}/`.toLowerCase().startsWith(`${withoutSlash(scope)}/`.toLowerCase())
}

function withoutSlash(id: string): string {
  return id.endsWith('/') ? id.slice(0, -1) : id
}
