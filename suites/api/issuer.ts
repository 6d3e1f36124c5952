import type { Case } from '../../harness/case.ts'
import type { Json } from '../../harness/json.ts'
import type { TokenRecipe } from '../../harness/tokens/recipe.ts'
import { requirements } from '../requirements.ts'
import { family } from './family.ts'
import { attackerIssuerCases, nearMissIssuerCases } from './issuer/near-misses.ts'
import { tenantCases } from './issuer/tenants.ts'
import { onlyGoodTokens, misplacedKeys } from './keys/odd-sets.ts'
import { changed, claims, inVersion, without } from './recipes.ts'

function issuer(iss: Json): TokenRecipe {
  return claims({ iss })
}

const unnamed = {
  requirement: requirements.entraIssuer,
  level: 'MUST',
  severity: 'high',
  maker: 'issuer-only',
  gains: 'The issuer is not checked: with the keys that all tenants share, tokens of every tenant get in.',
} as const

/** Values that are no issuer at all, and issuers that are no tenant. */
const shapes = family('api.issuer', unnamed, [
  { id: 'missing', title: 'A token without iss is refused', token: without('iss') },
  { id: 'null', title: 'A token whose iss is null is refused', token: issuer(null) },
  { id: 'empty', title: 'A token whose iss is empty is refused', token: issuer('') },
  { id: 'array', title: 'A token whose iss is an array with ours is refused', token: issuer(['${issuer}']) },
  {
    id: 'array-of-others',
    title: 'A token whose iss is an array with ours among others is refused',
    token: issuer(['https://login.microsoftonline.com/${otherTenantId}/v2.0', '${issuer}']),
  },
  { id: 'number', title: 'A token whose iss is a number is refused', token: issuer(1) },
  { id: 'object', title: 'A token whose iss is an object is refused', token: issuer({ url: '${issuer}' }) },
  {
    id: 'common',
    title: 'A token issued by "common" is refused',
    token: issuer('https://login.microsoftonline.com/common/v2.0'),
  },
  {
    id: 'organizations',
    title: 'A token issued by "organizations" is refused',
    token: issuer('https://login.microsoftonline.com/organizations/v2.0'),
  },
  {
    id: 'consumers',
    title: 'A token issued by "consumers" is refused',
    token: issuer('https://login.microsoftonline.com/consumers/v2.0'),
  },
  {
    id: 'template',
    title: 'A token issued by the literal {tenantid} of the discovery document is refused',
    token: issuer('https://login.microsoftonline.com/{tenantid}/v2.0'),
  },
])

const wrongTenant = {
  ...unnamed,
  requirement: requirements.entraTenant,
  severity: 'medium',
  gains: 'Data is looked up under a tenant that did not issue the token.',
} as const

const tenantClaims = family('api.issuer.tid', wrongTenant, [
  { id: 'missing', title: 'A token without tid is refused', token: without('tid') },
  { id: 'not-a-guid', title: 'A token whose tid is not a GUID is refused', token: claims({ tid: '${tenantDomain}' }) },
  {
    id: 'not-the-issuers',
    title: 'A token whose tid is another tenant than its issuer names is refused',
    token: claims({ tid: '${otherTenantId}' }),
  },
])

const mixedVersions = {
  ...unnamed,
  requirement: requirements.entraVersion,
  severity: 'low',
  gains: 'Rules of one token version are applied to the other; by itself that grants nothing.',
} as const

const asDeclared = { outcome: 'policy', policy: 'unknownVersion', as: ['invalid_token'] } as const

const versions = family('api.issuer.version', mixedVersions, [
  {
    id: 'v1-issuer-in-v2',
    title: 'A v2.0 token with the v1.0 issuer is refused',
    needs: ['protected-route', 'v2-tokens'],
    token: inVersion('2.0', issuer('${issuerV1}')),
  },
  {
    id: 'v2-issuer-in-v1',
    title: 'A v1.0 token with the v2.0 issuer is refused',
    needs: ['protected-route', 'v1-tokens'],
    token: inVersion('1.0', issuer('${issuerV2}')),
  },
  { id: 'missing', title: 'A token without ver is treated as declared', token: without('ver'), expect: asDeclared },
  {
    id: 'unknown',
    title: 'A token of version 3.0 is treated as declared',
    token: claims({ ver: '3.0' }),
    expect: asDeclared,
  },
  {
    id: 'number',
    title: 'A token whose ver is a number is treated as declared',
    token: claims({ ver: 2 }),
    expect: asDeclared,
  },
])

const otherCloud = {
  ...unnamed,
  requirement: requirements.nationalClouds,
  severity: 'medium',
  needs: ['protected-route', 'v2-tokens'],
  gains: 'Accounts of another cloud or of a customer directory pass for accounts of the tenant.',
} as const

const clouds = family('api.issuer.cloud', otherCloud, [
  {
    id: 'us-government',
    title: 'An issuer of the US Government cloud is refused',
    token: cloud('https://login.microsoftonline.us/${tenantId}/v2.0'),
  },
  {
    id: 'china',
    title: 'An issuer of the cloud in China is refused',
    token: cloud('https://login.partner.microsoftonline.cn/${tenantId}/v2.0'),
  },
  {
    id: 'germany',
    title: 'An issuer of the former cloud in Germany is refused',
    token: cloud('https://login.microsoftonline.de/${tenantId}/v2.0'),
  },
  {
    id: 'external-id',
    title: 'An issuer of Entra External ID is refused',
    token: cloud('https://${tenantId}.ciamlogin.com/${tenantId}/v2.0'),
  },
  {
    id: 'b2c',
    title: 'An issuer of Azure AD B2C is refused',
    token: cloud('https://contoso.b2clogin.com/${tenantId}/v2.0/'),
  },
  {
    id: 'b2c-policy',
    title: 'An issuer of an Azure AD B2C policy is refused',
    token: cloud('https://contoso.b2clogin.com/tfp/${tenantId}/b2c_1_sign_in/v2.0/'),
  },
])

function cloud(iss: string): TokenRecipe {
  return inVersion('2.0', issuer(iss))
}

const keyOfAnotherTenant: Case = {
  kind: 'scenario',
  isolation: 'shared',
  id: 'api.issuer.key-of-another-tenant',
  title: 'A key that the key set gives to another tenant does not verify a token of ours',
  requirement: requirements.entraKeyIssuer,
  level: 'MUST',
  severity: 'high',
  maker: 'issuer-only',
  needs: ['protected-route', 'v2-tokens', 'signing-keys-fetched', 'fresh-target'],
  gains: 'Whoever holds a signing key of one tenant forges tokens of every other.',
  before: misplacedKeys,
  steps: onlyGoodTokens(changed({ op: 'sign', key: 'other-tenant' }), '2.0'),
}

export const issuerCases: readonly Case[] = [
  ...tenantCases,
  ...shapes,
  ...nearMissIssuerCases,
  ...attackerIssuerCases,
  ...tenantClaims,
  ...versions,
  ...clouds,
  keyOfAnotherTenant,
]
