import type { ApiConfig } from './config/api-schema.ts'

/** One declared route with its access spelled out. */
export interface Route {
  readonly method: string
  /** May hold `{id}`. */
  readonly path: string
  readonly access:
    | { readonly kind: 'anonymous' }
    | {
        readonly kind: 'protected'
        /** Undefined: delegated callers are refused. `scopes` empty: any valid delegated token. */
        readonly delegated?: { readonly scopes: readonly string[]; readonly roles: readonly string[] }
        /** Undefined: app-only callers are refused. */
        readonly appOnly?: { readonly roles: readonly string[] }
      }
  readonly body?: unknown
  readonly readBack?: string
  /** JSON pointer to the caller's identity in the answer. */
  readonly identity?: string
}

/** `GET /a` as method and path. */
export function parseRouteKey(key: string): { method: string; path: string } {
  const space = key.indexOf(' ')
  return { method: key.slice(0, space), path: key.slice(space + 1) }
}

/** The declared routes, in order. */
export function routesOf(api: ApiConfig): readonly Route[] {
  return api.routes.flatMap((item) =>
    Object.entries(item).map(([key, access]): Route => {
      const { method, path } = parseRouteKey(key)
      if (access === 'anonymous') return { method, path, access: { kind: 'anonymous' } }
      if (access === 'authenticated') {
        const open = { kind: 'protected', delegated: { scopes: [], roles: [] }, appOnly: { roles: [] } } as const
        return { method, path, access: open }
      }
      const { scopes, roles, appRoles, body, readBack, identity } = access
      const delegated = (scopes ?? roles) ? { delegated: { scopes: scopes ?? [], roles: roles ?? [] } } : {}
      const appOnly = appRoles ? { appOnly: { roles: appRoles } } : {}
      return {
        method,
        path,
        access: { kind: 'protected', ...delegated, ...appOnly },
        ...(body === undefined ? {} : { body }),
        ...(readBack === undefined ? {} : { readBack }),
        ...(identity === undefined ? {} : { identity }),
      }
    }),
  )
}
