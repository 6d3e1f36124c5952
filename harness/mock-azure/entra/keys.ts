import type { JsonObject } from '../../json.ts'
import type { Directory, Tenant } from '../contract.ts'
import { issuerV2, type Authority } from './authority.ts'

/** `/{tenant}/discovery/keys`: no `alg` and no `issuer`. Personal accounts have no v1 tokens, so no keys here. */
export function keysV1(directory: Directory, authority: Authority): JsonObject {
  const tenants = signers(directory, authority).filter(({ kind }) => kind === 'organization')
  return { keys: unique(tenants.flatMap(({ keys }) => keys.published.map(({ publicJwk }) => publicJwk))) }
}

/**
 * `/{tenant}/discovery/v2.0/keys`: no `alg`; `issuer` says whose tokens a key may sign, with the `{tenantid}` template
 * for organisations and Microsoft's own tenant for personal accounts.
 * Source: https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-the-signing-key-issuer
 */
export function keysV2(directory: Directory, authority: Authority): JsonObject {
  const keys = signers(directory, authority).flatMap((tenant) => {
    const issuer = issuerV2(tenant.kind === 'consumers' ? tenant.id : '{tenantid}')
    return tenant.keys.published.map(({ publicJwk }) => ({ ...publicJwk, issuer }))
  })
  return { keys: unique(keys) }
}

/** Whose tokens may meet the authority: its own tenant's; `organizations` leaves personal accounts out. */
function signers(directory: Directory, authority: Authority): readonly Tenant[] {
  if (authority.kind === 'tenant') return [authority.tenant]
  if (authority.segment === 'common') return directory.tenants
  return directory.tenants.filter(({ kind }) => kind === 'organization')
}

/** Tenants may share a key, as Entra ID's organisations do. */
function unique<Key extends { readonly kid: string }>(keys: readonly Key[]): readonly Key[] {
  return [...new Map(keys.map((key) => [key.kid, key])).values()]
}
