import { issuerOf } from '../../tokens/claims.ts'
import { consumersTenantId } from '../directory.ts'
import type { Directory, Tenant } from '../contract.ts'

/** Hosts at which Entra ID's public cloud answers. */
export const entraHosts: ReadonlySet<string> = new Set([
  'login.microsoftonline.com',
  'login.windows.net',
  'login.microsoft.com',
  'sts.windows.net',
])

/**
 * What the first segment of a path names: one tenant, or whichever tenant the user turns out to belong to.
 * `segment` is how Entra ID writes it in the URLs it gives out: the GUID even if asked by domain name, or the alias.
 */
export type Authority =
  | { readonly kind: 'tenant'; readonly segment: string; readonly tenant: Tenant }
  | { readonly kind: 'any-tenant'; readonly segment: 'common' | 'organizations' }

/** Undefined: no such tenant. `consumers` is a tenant only where the directory has Microsoft's. */
export function findAuthority(directory: Directory, segment: string): Authority | undefined {
  const name = segment.toLowerCase()
  if (name === 'common' || name === 'organizations') return { kind: 'any-tenant', segment: name }
  const tenant = directory.tenant(name === 'consumers' ? consumersTenantId : name)
  return tenant && { kind: 'tenant', segment: name === 'consumers' ? name : tenant.id, tenant }
}

/** The tenant's GUID, or the placeholder that Entra ID publishes where the tenant is not known yet. */
export function issuerTenant(authority: Authority): string {
  return authority.kind === 'tenant' ? authority.tenant.id : '{tenantid}'
}

/** `iss` of v1 tokens. */
export function issuerV1(tenantId: string): string {
  return issuerOf(tenantId, '1.0')
}

/** `iss` of v2 tokens. */
export function issuerV2(tenantId: string): string {
  return issuerOf(tenantId, '2.0')
}

/**
 * The host that discovery documents name: the one asked if it is a login host or none of Entra ID's own, else the
 * canonical one.
 */
export function loginHost(url: URL): string {
  if (!entraHosts.has(url.hostname)) return url.host
  return url.hostname === 'login.windows.net' ? url.hostname : 'login.microsoftonline.com'
}
