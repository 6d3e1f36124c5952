import type { Mutation, TokenRecipe } from '../../../harness/tokens/recipe.ts'
import { requirements } from '../../requirements.ts'
import { family } from '../family.ts'
import { accepted, changed, invalidOrForbidden, inVersion } from '../recipes.ts'

type Tenant = 'otherTenantId' | 'secondTenantId' | 'consumersTenantId'

function issuedBy(tenant: Tenant, version: '1.0' | '2.0', ...more: readonly Mutation[]): TokenRecipe {
  const id = `\${${tenant}}`
  const iss = version === '1.0' ? `https://sts.windows.net/${id}/` : `https://login.microsoftonline.com/${id}/v2.0`
  return inVersion(version, changed({ op: 'set', part: 'claims', values: { iss, tid: id } }, ...more))
}

/** Signed with a key that only this tenant publishes. */
const otherTenantsKey: Mutation = { op: 'sign', key: 'other-tenant' }

const stranger = {
  requirement: requirements.entraIssuer,
  level: 'MUST',
  severity: 'critical',
  maker: 'another-client',
  gains: 'Anyone creates a tenant of their own, free of charge, and signs in with any user they like.',
} as const

/**
 * All organizations share Entra's signing keys, so a token of another tenant verifies under the home tenant's key set:
 * only iss and tid tell it apart. The cases without `own-key` are signed like that.
 */
const singleTenant = family('api.issuer.other-tenant', { ...stranger, needs: ['protected-route', 'single-tenant'] }, [
  {
    id: 'v2',
    title: 'A v2.0 token of another tenant is refused',
    needs: ['protected-route', 'single-tenant', 'v2-tokens'],
    token: issuedBy('otherTenantId', '2.0'),
  },
  {
    id: 'v1',
    title: 'A v1.0 token of another tenant is refused',
    needs: ['protected-route', 'single-tenant', 'v1-tokens'],
    token: issuedBy('otherTenantId', '1.0'),
  },
  {
    id: 'own-key',
    title: 'A token of another tenant, signed with a key of that tenant, is refused',
    needs: ['protected-route', 'single-tenant', 'v2-tokens'],
    token: issuedBy('otherTenantId', '2.0', otherTenantsKey),
  },
  {
    id: 'app-only',
    title: "An application's token of another tenant is refused",
    needs: ['app-only-route', 'single-tenant', 'v2-tokens'],
    token: { ...issuedBy('otherTenantId', '2.0'), baseline: 'app-only' },
    request: { route: 'app-only' },
  },
  {
    id: 'guest',
    title: "A token that a guest's own tenant issued, not the home tenant, is refused",
    needs: ['delegated-route', 'single-tenant', 'v2-tokens'],
    token: issuedBy('otherTenantId', '2.0', {
      op: 'set',
      part: 'claims',
      values: { acct: 1, preferred_username: 'first.user@${tenantDomain}', email: 'first.user@${tenantDomain}' },
    }),
    request: { route: 'delegated' },
  },
  {
    id: 'personal-account',
    title: 'A token of a personal Microsoft account is refused',
    needs: ['delegated-route', 'single-tenant', 'v2-tokens'],
    token: issuedBy('consumersTenantId', '2.0'),
    request: { route: 'delegated' },
  },
  {
    id: 'personal-account-own-key',
    title: 'A token of a personal Microsoft account, signed with a key for those, is refused',
    needs: ['delegated-route', 'single-tenant', 'v2-tokens'],
    token: issuedBy('consumersTenantId', '2.0', { op: 'sign', key: 'consumers' }),
    request: { route: 'delegated' },
  },
  {
    id: 'unsafe',
    title: 'An unsafe request with a token of another tenant is refused and changes nothing',
    needs: ['unsafe-route', 'single-tenant', 'v2-tokens'],
    token: issuedBy('otherTenantId', '2.0'),
    request: { route: 'unsafe' },
  },
  {
    id: 'claims-our-tid',
    title: 'A token of another issuer that gives our tenant as tid is refused',
    severity: 'high',
    maker: 'issuer-only',
    needs: ['protected-route', 'v2-tokens'],
    gains: 'Only tid is checked, not the issuer.',
    token: inVersion(
      '2.0',
      changed({
        op: 'set',
        part: 'claims',
        values: { iss: 'https://login.microsoftonline.com/${otherTenantId}/v2.0' },
      }),
    ),
  },
  {
    id: 'claims-ours',
    title: 'A token that claims our tenant and is signed with the key of another is refused',
    severity: 'high',
    maker: 'issuer-only',
    needs: ['protected-route', 'single-tenant', 'v2-tokens'],
    gains: 'Keys of any tenant verify tokens of ours.',
    token: inVersion('2.0', changed(otherTenantsKey)),
  },
])

const listed = {
  ...stranger,
  requirement: requirements.entraTenant,
  expect: invalidOrForbidden,
  needs: ['protected-route', 'tenant-allow-list', 'v2-tokens'],
  gains: 'Every tenant in the world gets in, not only those on the list.',
} as const

const allowList = family('api.issuer.tenant-list', listed, [
  {
    id: 'unlisted',
    title: 'A token of a tenant that is not on the list is refused',
    token: issuedBy('otherTenantId', '2.0', otherTenantsKey),
  },
  {
    id: 'unlisted-shared-key',
    title: 'A token of a tenant that is not on the list, signed with a key all tenants share, is refused',
    token: issuedBy('otherTenantId', '2.0'),
  },
  {
    id: 'unlisted-v1',
    title: 'A v1.0 token of a tenant that is not on the list is refused',
    needs: ['protected-route', 'tenant-allow-list', 'v1-tokens'],
    token: issuedBy('otherTenantId', '1.0', otherTenantsKey),
  },
  {
    id: 'personal-account',
    title: 'A token of a personal Microsoft account is refused where its tenant is not on the list',
    token: issuedBy('consumersTenantId', '2.0', { op: 'sign', key: 'consumers' }),
  },
  {
    id: 'listed',
    title: 'A token of a tenant on the list is accepted',
    severity: 'high',
    gains: 'Nothing; but a customer whose tenant is on the list is refused.',
    token: issuedBy('secondTenantId', '2.0', { op: 'sign', key: 'listed-tenant' }),
    expect: accepted,
  },
  {
    id: 'unlisted-issuer-listed-tid',
    title: 'A token of a tenant that is not on the list with a listed tid is refused',
    severity: 'high',
    maker: 'issuer-only',
    gains: 'Only tid is checked, not the issuer.',
    token: issuedBy('otherTenantId', '2.0', otherTenantsKey, {
      op: 'set',
      part: 'claims',
      values: { tid: '${secondTenantId}' },
    }),
  },
  {
    id: 'listed-issuer-other-listed-tid',
    title: 'A token of one listed tenant with the tid of another is refused',
    severity: 'high',
    maker: 'issuer-only',
    gains: 'One customer passes for another.',
    token: issuedBy(
      'secondTenantId',
      '2.0',
      { op: 'sign', key: 'listed-tenant' },
      {
        op: 'set',
        part: 'claims',
        values: { tid: '${tenantId}' },
      },
    ),
  },
])

const anyTenant = family('api.issuer.any-tenant', stranger, [
  {
    id: 'accepted',
    title: 'A token of another tenant is accepted where every tenant is let in',
    severity: 'high',
    needs: ['protected-route', 'any-tenant', 'v2-tokens'],
    gains: 'Nothing; but new customers are refused.',
    token: issuedBy('otherTenantId', '2.0', otherTenantsKey),
    expect: accepted,
  },
])

/** Tokens that other tenants really issue. */
export const tenantCases = [...singleTenant, ...allowList, ...anyTenant]
