import type { Need, RouteRef } from './case.ts'
import type { ApiConfig } from './config/api-schema.ts'
import { parseRouteKey, type Route, routesOf } from './manifest.ts'

type Protected = Extract<Route['access'], { kind: 'protected' }>

/** A case waits no longer than this for a retired key to be forgotten. */
const longestCacheAgeSeconds = 10

const unsafe = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/** The declared routes with the questions the cases ask of them. */
export class RouteTable {
  readonly routes: readonly Route[]
  readonly #api: ApiConfig
  /** Without the route that wants more than a valid token. */
  readonly #ordinary: readonly Route[]

  constructor(api: ApiConfig) {
    this.#api = api
    this.routes = routesOf(api)
    this.#ordinary = this.routes.filter(({ method, path }) => `${method} ${path}` !== api.claimsChallenge?.route)
  }

  /** A route by its key, `GET /api/claims`. */
  byKey(key: string): Route | undefined {
    const { method, path } = parseRouteKey(key)
    return this.routes.find((route) => route.method === method && route.path === path)
  }

  /**
   * The route a case means; undefined if the manifest has none. Plain reads come first: a GET without `{…}` in its
   * path, then any other.
   * @param caller decides what `protected` means: a route for this kind of caller, else one for the other kind
   */
  find(ref: RouteRef, caller: 'delegated' | 'app-only'): Route | undefined {
    if (ref.startsWith('resource.')) return this.#resourceRoute(ref.slice('resource.'.length))
    if (ref === 'claims-challenge') {
      const { claimsChallenge } = this.#api
      return claimsChallenge === undefined ? undefined : this.byKey(claimsChallenge.route)
    }
    const exact = this.#ordinary.filter((route) => matches(route, ref, caller))
    const other = caller === 'delegated' ? 'app-only' : 'delegated'
    const matching =
      exact.length > 0 || ref !== 'protected' ? exact : this.#ordinary.filter((route) => matches(route, ref, other))
    return (
      matching.find((route) => route.method === 'GET' && !route.path.includes('{')) ?? this.#fallback(ref, matching)
    )
  }

  #fallback(ref: RouteRef, matching: readonly Route[]): Route | undefined {
    if (ref === 'unsafe') return matching[0]
    return matching.find((route) => !route.path.includes('{'))
  }

  #resourceRoute(part: string): Route | undefined {
    const { resource } = this.#api
    if (resource === undefined) return undefined
    const key = {
      create: resource.create,
      read: resource.read,
      list: resource.list,
      update: resource.update,
      delete: resource.delete,
    }[part]
    return key === undefined ? undefined : this.byKey(key)
  }
}

function matches(route: Route, ref: RouteRef, caller: 'delegated' | 'app-only'): boolean {
  const { access } = route
  if (access.kind === 'anonymous') return ref === 'anonymous'
  const { delegated, appOnly } = access
  switch (ref) {
    case 'protected':
      return (caller === 'delegated' ? delegated : appOnly) !== undefined
    case 'delegated':
      return delegated !== undefined
    case 'delegated-only':
      return delegated !== undefined && appOnly === undefined
    case 'app-only':
      return appOnly !== undefined
    case 'app-only-only':
      return appOnly !== undefined && delegated === undefined
    case 'scoped':
      return (delegated?.scopes.length ?? 0) > 0
    case 'role':
      return (delegated?.roles.length ?? 0) > 0
    case 'app-role':
      return (appOnly?.roles.length ?? 0) > 0
    case 'unsafe':
      return unsafe.has(route.method) && route.readBack !== undefined
    case 'identity':
      return route.identity !== undefined
    // Found by the manifest's own naming, or not protected.
    case 'anonymous':
    case 'claims-challenge':
    case 'resource.create':
    case 'resource.read':
    case 'resource.list':
    case 'resource.update':
    case 'resource.delete':
      return false
  }
}

/** What the reader of a report is told when a need is not met. */
const needSentences: Readonly<Record<Need, string>> = {
  'protected-route': 'the manifest declares no protected route',
  'delegated-route': 'the manifest declares no route for delegated callers (scopes or roles)',
  'delegated-only-route': 'the manifest declares no route that refuses app-only callers',
  'app-only-route': 'the manifest declares no route for app-only callers (appRoles)',
  'app-only-only-route': 'the manifest declares no route that refuses delegated callers',
  'anonymous-route': 'the manifest declares no anonymous route',
  'scoped-route': 'the manifest declares no route with a scope',
  'role-route': 'the manifest declares no route with user roles',
  'app-role-route': 'the manifest declares no route with an app role',
  'unsafe-route': 'the manifest declares no unsafe route with a readBack',
  'owned-resource': 'the manifest declares no resource with author-only change',
  'identity-route': "the manifest declares no route that shows the caller's identity",
  'v1-tokens': 'the API does not accept v1 tokens',
  'v2-tokens': 'the API does not accept v2 tokens',
  'both-versions': 'the API does not accept both token versions',
  'single-tenant': 'the API is multi-tenant',
  'multi-tenant': 'the API is single-tenant',
  'any-tenant': 'the API does not let every tenant in',
  'tenant-allow-list': 'the API has no tenant allow-list',
  'client-allow-list': 'the API has no client allow-list',
  'confidential-clients-only': 'the API accepts public clients',
  cors: 'the manifest declares no CORS origins, or every origin',
  'claims-challenge': 'the manifest declares no claims challenge',
  'raw-socket': 'the target runs without a socket, so nothing malformed can be sent',
  'short-key-cache': 'a retired key may be honoured for longer than a case can wait (signingKeys.maxAgeSeconds)',
  'keys-aged-by-wall-clock': 'the age of its keys is measured by a clock that cannot be moved (signingKeys.agedBy)',
  'signing-keys-fetched': 'the target does not fetch signing keys',
  'fresh-target': 'it needs a target of its own, and all cases share one (restartable: false)',
  clock: "the target's clock cannot be moved: that takes a process, and libfaketime (Debian: apt install faketime)",
}

/** What does not follow from the manifest. */
export interface Facilities {
  /** The clock of a target of its own can be moved. */
  readonly clock: boolean
}

/** The first need the target does not meet, as a sentence; undefined when all are met. */
export function unmetNeed(
  needs: readonly Need[],
  api: ApiConfig,
  table: RouteTable,
  facilities: Facilities,
): string | undefined {
  const unmet = needs.find((need) => !isMet(need, api, table, facilities))
  return unmet === undefined ? undefined : needSentences[unmet]
}

const hasAccess = (table: RouteTable, test: (access: Protected) => boolean): boolean =>
  table.routes.some(({ access }) => access.kind === 'protected' && test(access))

function isMet(need: Need, api: ApiConfig, table: RouteTable, facilities: Facilities): boolean {
  const has = (ref: RouteRef): boolean => table.find(ref, 'delegated') !== undefined
  switch (need) {
    case 'protected-route':
      return hasAccess(table, () => true)
    case 'delegated-route':
      return has('delegated')
    case 'delegated-only-route':
      return has('delegated-only')
    case 'app-only-route':
      return has('app-only')
    case 'app-only-only-route':
      return has('app-only-only')
    case 'anonymous-route':
      return has('anonymous')
    case 'scoped-route':
      return has('scoped')
    case 'role-route':
      return has('role')
    case 'app-role-route':
      return has('app-role')
    case 'unsafe-route':
      return has('unsafe')
    case 'owned-resource':
      return api.resource !== undefined
    case 'identity-route':
      return has('identity')
    case 'v1-tokens':
      return api.tokenVersions.includes('1.0')
    case 'v2-tokens':
      return api.tokenVersions.includes('2.0')
    case 'both-versions':
      return api.tokenVersions.length === 2
    case 'single-tenant':
      return api.tenants === 'single'
    case 'multi-tenant':
      return api.tenants !== 'single'
    case 'any-tenant':
      return api.tenants === 'any'
    case 'tenant-allow-list':
      return api.tenants === 'allow-list'
    case 'client-allow-list':
      return api.clients === 'allow-list'
    case 'confidential-clients-only':
      return api.confidentialClientsOnly
    case 'cors':
      return api.cors !== undefined && !api.cors.allowedOrigins.includes('*')
    case 'claims-challenge':
      return api.claimsChallenge !== undefined
    case 'raw-socket':
      return api.module === undefined || api.listen
    case 'short-key-cache':
      return api.signingKeys.maxAgeSeconds <= longestCacheAgeSeconds
    case 'keys-aged-by-wall-clock':
      return api.signingKeys.agedBy === 'wall-clock'
    case 'signing-keys-fetched':
      return true
    case 'fresh-target':
      return api.restartable
    case 'clock':
      return facilities.clock
  }
}
