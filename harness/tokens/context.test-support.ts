import type { KeySource } from '../keys.ts'
import type { KeyRef } from './recipe.ts'
import type { MintContext } from './mint.ts'

/** 2026-03-01T12:00:00Z */
export const fixedNow = 1_772_366_400

const tenantId = 'a1a1a1a1-0000-4000-8000-000000000001'
const apiClientId = 'c1c1c1c1-0000-4000-8000-000000000001'

/** The variables a token recipe may name, with values that can be told apart. */
export const testVariables = {
  tenantId,
  tenantDomain: 'contoso1.example',
  secondTenantId: 'a2a2a2a2-0000-4000-8000-000000000001',
  otherTenantId: 'a3a3a3a3-0000-4000-8000-000000000001',
  consumersTenantId: '9188040d-6c67-4c5b-b112-36a304b66dad',
  apiClientId,
  apiAppIdUri: `api://${apiClientId}`,
  audience: apiClientId,
  webAppClientId: 'c2c2c2c2-0000-4000-8000-000000000001',
  daemonClientId: 'c3c3c3c3-0000-4000-8000-000000000001',
  unlistedClientId: 'c4c4c4c4-0000-4000-8000-000000000001',
  otherApiClientId: 'c5c5c5c5-0000-4000-8000-000000000001',
  clientSecret: 'a-client-secret-of-the-tests',
  issuerV1: `https://sts.windows.net/${tenantId}/`,
  issuerV2: `https://login.microsoftonline.com/${tenantId}/v2.0`,
  issuer: `https://login.microsoftonline.com/${tenantId}/v2.0`,
  authority: `https://login.microsoftonline.com/${tenantId}`,
  jwksUri: `https://login.microsoftonline.com/${tenantId}/discovery/v2.0/keys`,
  userId: 'b1b1b1b1-0000-4000-8000-000000000001',
  secondUserId: 'b2b2b2b2-0000-4000-8000-000000000001',
  canaryHost: 'canary.attacker.example',
  canary: 'canary-5f2c9e71',
} as const

/**
 * A context with real keys.
 * @param more keys besides the home tenant's two and the stranger's; each takes a while to generate
 */
export async function testContext(source: KeySource, ...more: readonly KeyRef[]): Promise<MintContext> {
  const refs: readonly KeyRef[] = ['tenant', 'tenant-second', 'outsider', ...more]
  const keys = new Map(await Promise.all(refs.map(async (ref) => [ref, await source.key(ref)] as const)))
  return {
    now: fixedNow,
    variables: testVariables,
    key(ref: KeyRef) {
      const key = keys.get(ref)
      if (key === undefined) throw new Error(`no key ${ref}`)
      return key
    },
    identity: { version: '2.0', scopes: ['access_as_user'], roles: ['Reader'], appRoles: ['Tasks.Read.All'] },
  }
}
