import type { Access, CallerKind, Claims, Context } from './contract.ts'
import { Denial, insufficientScope } from './denial.ts'

/** `scp` makes it a user's token; an application's has none, and its subject is the service principal itself. */
export function callerKind(claims: Claims): CallerKind {
  if (claims['scp'] !== undefined) return 'user'
  const app = claims['idtyp'] === undefined ? claims['oid'] === claims['sub'] : claims['idtyp'] === 'app'
  if (!app || typeof claims['oid'] !== 'string') throw insufficientScope('The token grants nothing.')
  return 'app'
}

/** Scopes are separated by single spaces, and nothing else separates them. */
export function scopesOf(claims: Claims): readonly string[] {
  const scp = claims['scp']
  return typeof scp === 'string' ? scp.split(' ') : []
}

export function rolesOf(claims: Claims): readonly string[] {
  const roles = claims['roles']
  return Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : []
}

const anyOf = (granted: readonly string[], wanted: readonly string[]): boolean =>
  wanted.some((name) => granted.includes(name))

/** Users need a scope, and a role where the route names some; applications need an app role. */
export function authorize(claims: Claims, access: Access, { steps }: Context): void {
  if (steps.callerKind(claims) === 'app') {
    if (access.appRoles === undefined) throw insufficientScope('Applications may not call this route.')
    if (!anyOf(steps.rolesOf(claims), access.appRoles)) throw insufficientScope('The application lacks the role.')
    return
  }
  if (access.scopes === undefined) throw insufficientScope('Users may not call this route.')
  if (!anyOf(steps.scopesOf(claims), access.scopes)) throw insufficientScope('The token lacks the scope.')
  if (access.roles !== undefined && !anyOf(steps.rolesOf(claims), access.roles)) {
    throw insufficientScope('The user lacks the role.')
  }
}

/** Where a route wants an authentication context, its absence is answered with how to get it. */
export function checkContext(claims: Claims, access: Access): void {
  if (access.acrs === undefined) return
  const acrs: unknown = claims['acrs']
  if (Array.isArray(acrs) && acrs.includes(access.acrs)) return
  const wanted = { access_token: { acrs: { essential: true, value: access.acrs } } }
  throw new Denial(401, 'insufficient_claims', 'A stronger sign-in is required.', btoa(JSON.stringify(wanted)))
}

/** Who somebody is: the tenant and the object in it. Never an e-mail address or a name, which others can set. */
export function identityOf(claims: Claims): string {
  const { tid, oid } = claims
  if (typeof tid !== 'string' || typeof oid !== 'string') throw insufficientScope('The token names nobody.')
  return `${tid}:${oid}`
}
