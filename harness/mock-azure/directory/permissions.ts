import { ConfigError } from '../../errors.ts'
import type { AppSeed, ScopeSeed } from '../entra/app-contract.ts'
import type { AppRoleAssignment, Consent, Directory } from '../entra/contract.ts'
import { saveCollections } from '../save.ts'

type Permissions = Pick<
  Directory,
  | 'assignAppRole'
  | 'unassignAppRole'
  | 'rolesOn'
  | 'groupsAssignedTo'
  | 'consent'
  | 'revokeConsents'
  | 'consentedScopes'
  | 'knowsClient'
  | 'save'
>

/** Who may do what at which API: assigned app roles and consented scopes. */
export function createPermissions(directory: Pick<Directory, 'tenant' | 'app' | 'groupsOf'>): Permissions {
  const assignments: AppRoleAssignment[] = []
  let consents: readonly Consent[] = []
  const { tenant } = directory

  const inTenant =
    (tenantId: string) =>
    (record: { readonly tenantId: string }): boolean =>
      tenant(record.tenantId)?.id === tenant(tenantId)?.id
  const on =
    (tenantId: string, resource: AppSeed) =>
    (record: { readonly resource: string }): boolean =>
      directory.app(tenantId, record.resource)?.clientId === resource.clientId
  const resourceOf = (tenantId: string, name: string): AppSeed => {
    const found = directory.app(tenantId, name)
    if (found !== undefined) return found
    const message = `The tenant ${tenantId} has no app ${name}.`
    throw new ConfigError('MOCK_APP_UNKNOWN', message, 'Add the app before what is granted on it.')
  }
  const consentsTo = (tenantId: string, clientId: string, userId: string): readonly Consent[] =>
    consents
      .filter(inTenant(tenantId))
      .filter(
        (consent) => same(consent.clientId, clientId) && (consent.userId === undefined || same(consent.userId, userId)),
      )

  return {
    assignAppRole(assignment) {
      const { tenantId, resource, role } = assignment
      const app = resourceOf(tenantId, resource)
      if (role !== undefined && !app.appRoles?.includes(role)) throw unknownPermission(app, 'app role', role)
      assignments.push(assignment)
    },
    unassignAppRole(assignment) {
      const { tenantId, principalId, role } = assignment
      const [isIn, isOn] = [inTenant(tenantId), on(tenantId, resourceOf(tenantId, assignment.resource))]
      const isMeant = (other: AppRoleAssignment): boolean =>
        isIn(other) && isOn(other) && same(other.principalId, principalId) && other.role === role
      assignments.splice(0, assignments.length, ...assignments.filter((other) => !isMeant(other)))
    },
    rolesOn(tenantId, principalIds, resource) {
      const principals = principalIds.flatMap((id) => [id, ...directory.groupsOf(tenantId, id)])
      const found = assignments
        .filter(inTenant(tenantId))
        .filter(on(tenantId, resource))
        .filter(({ principalId }) => principals.some((id) => same(id, principalId)))
      if (found.length === 0) return undefined
      return [...new Set(found.flatMap(({ role }) => role ?? []))]
    },
    groupsAssignedTo: (tenantId, resource) =>
      assignments
        .filter(inTenant(tenantId))
        .filter(on(tenantId, resource))
        .map(({ principalId }) => principalId),
    consent(consent) {
      const app = resourceOf(consent.tenantId, consent.resource)
      const unknown = consent.scopes.find((scope) => !scopeValues(app).includes(scope))
      if (unknown !== undefined) throw unknownPermission(app, 'scope', unknown)
      consents = [...consents, consent]
    },
    revokeConsents(tenantId, clientId) {
      const isIn = inTenant(tenantId)
      consents = consents.filter((consent) => !(isIn(consent) && same(consent.clientId, clientId)))
    },
    consentedScopes(tenantId, client, resource, userId) {
      const all = scopeValues(resource)
      // An app needs nobody's consent to call itself.
      if (same(client.clientId, resource.clientId)) return all
      const preauthorized = resource.preAuthorizedApplications?.filter((other) => same(other.clientId, client.clientId))
      const granted = consentsTo(tenantId, client.clientId, userId).filter(on(tenantId, resource))
      const scopes = new Set([...granted, ...(preauthorized ?? [])].flatMap((grant) => grant.scopes))
      return all.filter((scope) => scopes.has(scope))
    },
    knowsClient: (tenantId, clientId, userId) => consentsTo(tenantId, clientId, userId).length > 0,
    save() {
      const [assigned, consented] = [saveCollections([assignments]), consents]
      return () => {
        assigned()
        consents = consented
      }
    },
  }
}

/** What an API's delegated permissions are called. */
export function scopeValues(app: AppSeed): readonly string[] {
  return (app.scopes ?? []).map((scope: ScopeSeed) => (typeof scope === 'string' ? scope : scope.value))
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

function unknownPermission(app: AppSeed, what: 'scope' | 'app role', name: string): ConfigError {
  const message = `The app ${app.displayName} has no ${what} ${name}.`
  return new ConfigError('MOCK_PERMISSION_UNKNOWN', message, `Add it to the app's ${what}s, or grant one it has.`)
}
