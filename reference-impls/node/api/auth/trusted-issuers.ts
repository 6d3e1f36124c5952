import type { Config } from '../config.ts'
import type { SigningKeys } from './signing-keys.ts'

export type TokenVersion = '1.0' | '2.0'

/** Who may have signed a token, and with which keys. */
export interface TrustedIssuer {
  /** Exactly what `iss` must be. */
  readonly issuer: string
  readonly tenantId: string
  readonly version: TokenVersion
  readonly keys: SigningKeys
}

/** @returns undefined for an issuer this API does not trust. */
export type FindIssuer = (iss: unknown) => TrustedIssuer | undefined

const login = 'https://login.microsoftonline.com'
const guid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'

/** Personal Microsoft accounts are one tenant too, but not a work or school one. */
const consumersTenantId = '9188040d-6c67-4c5b-b112-36a304b66dad'

const versions = {
  '1.0': {
    issuer: (tenantId: string) => `https://sts.windows.net/${tenantId}/`,
    pattern: new RegExp(`^https://sts\\.windows\\.net/(${guid})/$`),
    keys: (tenant: string) => `${login}/${tenant}/discovery/keys`,
  },
  '2.0': {
    issuer: (tenantId: string) => `${login}/${tenantId}/v2.0`,
    pattern: new RegExp(`^https://login\\.microsoftonline\\.com/(${guid})/v2\\.0$`),
    keys: (tenant: string) => `${login}/${tenant}/discovery/v2.0/keys`,
  },
} as const

/**
 * The issuers a configuration trusts. A v1 token is only ever checked with v1 keys and a v2 token with v2 keys. With a
 * list of tenants each has its own key set; with any tenant all share the `common` one, whose keys name their issuer.
 * https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-the-issuer
 */
export function trustedIssuers(
  { tenants, tokenVersions }: Pick<Config, 'tenants' | 'tokenVersions'>,
  openKeys: (url: string) => SigningKeys,
): FindIssuer {
  if (tenants === 'any') {
    const shared = tokenVersions.map((version) => ({ version, keys: openKeys(versions[version].keys('common')) }))
    return (iss) => {
      if (typeof iss !== 'string') return undefined
      for (const { version, keys } of shared) {
        const tenantId = versions[version].pattern.exec(iss)?.[1]
        if (tenantId === consumersTenantId) return undefined
        if (tenantId !== undefined) return { issuer: iss, tenantId, version, keys }
      }
      return undefined
    }
  }
  const listed = new Map<unknown, TrustedIssuer>()
  for (const version of tokenVersions) {
    for (const tenantId of tenants) {
      const issuer = versions[version].issuer(tenantId)
      listed.set(issuer, { issuer, tenantId, version, keys: openKeys(versions[version].keys(tenantId)) })
    }
  }
  return (iss) => listed.get(iss)
}
