import type { Route } from '../manifest.ts'
import type { MintIdentity } from '../tokens/mint.ts'
import type { CaseVariableName } from '../variables.ts'
import type { Platform } from '../world.ts'

/** The variables that depend on the route, or on the manifest as a whole. */
export type RouteVariables = Readonly<Record<Exclude<CaseVariableName, 'token' | 'control' | 'path' | 'n'>, string>>

/** Who a baseline for this route is issued to: just what the route asks for. */
export function identityFor(platform: Platform, route: Route): MintIdentity {
  const { delegated, appOnly } = accessOf(route)
  return {
    version: platform.config.api.tokenVersions[0] ?? '2.0',
    scopes: [firstScope(platform, route)],
    roles: (delegated?.roles ?? []).slice(0, 1),
    appRoles: (appOnly?.roles ?? []).slice(0, 1),
  }
}

export function routeVariables(platform: Platform, route: Route): RouteVariables {
  const { api } = platform.config
  const { routes } = platform.table
  const path = (kind: Route['access']['kind']): string =>
    routes.find((each) => each.access.kind === kind && each.method === 'GET' && !each.path.includes('{'))?.path ?? '/'
  const scope = firstScope(platform, route)
  const role = first(routes, route, (each) => accessOf(each).delegated?.roles) ?? 'Reader'
  return {
    scope,
    role,
    appRole: first(routes, route, (each) => accessOf(each).appOnly?.roles) ?? 'Service',
    acrs: api.claimsChallenge?.acrs ?? 'c1',
    anonymousPath: path('anonymous'),
    protectedPath: path('protected'),
    allowedOrigin: api.cors?.allowedOrigins[0] ?? 'https://app.example',
    clientPrincipal: clientPrincipal(platform.variables.userId, scope, role),
  }
}

function accessOf(route: Route): {
  delegated?: { scopes: readonly string[]; roles: readonly string[] }
  appOnly?: { roles: readonly string[] }
} {
  return route.access.kind === 'protected' ? route.access : {}
}

function firstScope({ table }: Platform, route: Route): string {
  return first(table.routes, route, (each) => accessOf(each).delegated?.scopes) ?? 'access_as_user'
}

/** The route's own first, else the first of any route. */
function first(
  routes: readonly Route[],
  route: Route,
  names: (route: Route) => readonly string[] | undefined,
): string | undefined {
  return names(route)?.[0] ?? routes.flatMap((each) => names(each) ?? [])[0]
}

/**
 * Base64 of the principal that App Service's own authentication hands to an app.
 * Source: https://learn.microsoft.com/azure/app-service/configure-authentication-user-identities
 */
function clientPrincipal(userId: string, scope: string, role: string): string {
  const claims = [
    { typ: 'http://schemas.microsoft.com/identity/claims/objectidentifier', val: userId },
    { typ: 'http://schemas.microsoft.com/identity/claims/scope', val: scope },
    { typ: 'roles', val: role },
  ]
  return Buffer.from(JSON.stringify({ auth_typ: 'aad', name_typ: 'name', role_typ: 'roles', claims })).toString(
    'base64',
  )
}
