import type { Mutation, TokenRecipe } from '../../../harness/tokens/recipe.ts'
import { requirements } from '../../requirements.ts'
import { family } from '../family.ts'
import { changed, inVersion } from '../recipes.ts'

function v2(iss: string, ...more: readonly Mutation[]): TokenRecipe {
  return inVersion('2.0', changed({ op: 'set', part: 'claims', values: { iss } }, ...more))
}

function v1(iss: string): TokenRecipe {
  return inVersion('1.0', changed({ op: 'set', part: 'claims', values: { iss } }))
}

const similar = {
  requirement: requirements.issuerExact,
  level: 'MUST',
  severity: 'medium',
  maker: 'issuer-only',
  gains: 'Issuers are compared loosely; where keys are found through the issuer, a similar name lets an attacker in.',
} as const

const v2Only = { ...similar, needs: ['protected-route', 'v2-tokens'] } as const
const v1Only = { ...similar, needs: ['protected-route', 'v1-tokens'] } as const

/** Issuers that look like ours, under our own signature. */
export const nearMissIssuerCases = [
  ...family('api.issuer.v2', v2Only, [
    {
      id: 'http',
      title: 'Our issuer under http is refused',
      token: v2('http://login.microsoftonline.com/${tenantId}/v2.0'),
    },
    {
      id: 'no-scheme',
      title: 'Our issuer without a scheme is refused',
      token: v2('login.microsoftonline.com/${tenantId}/v2.0'),
    },
    { id: 'upper-case', title: 'Our issuer in upper case is refused', token: v2('${issuerV2|upper}') },
    { id: 'trailing-slash', title: 'Our issuer with a slash is refused', token: v2('${issuerV2}/') },
    {
      id: 'no-version',
      title: 'Our issuer without /v2.0 is refused',
      token: v2('https://login.microsoftonline.com/${tenantId}'),
    },
    { id: 'query', title: 'Our issuer with a query is refused', token: v2('${issuerV2}?p=b2c_1') },
    { id: 'fragment', title: 'Our issuer with a fragment is refused', token: v2('${issuerV2}#') },
    {
      id: 'userinfo',
      title: 'Our issuer with a user is refused',
      token: v2('https://user@login.microsoftonline.com/${tenantId}/v2.0'),
    },
    { id: 'path-added', title: 'Our issuer with a longer path is refused', token: v2('${issuerV2}/more') },
    {
      id: 'port',
      title: 'Our issuer with the default port is refused',
      token: v2('https://login.microsoftonline.com:443/${tenantId}/v2.0'),
    },
    { id: 'white-space', title: 'Our issuer with a space is refused', token: v2('${issuerV2} ') },
    {
      id: 'host-suffix',
      title: 'An issuer whose host begins with ours is refused',
      token: v2('https://login.microsoftonline.com.${canaryHost}/${tenantId}/v2.0'),
    },
    {
      id: 'host-prefix',
      title: 'An issuer whose host ends with ours is refused',
      token: v2('https://notlogin.microsoftonline.com/${tenantId}/v2.0'),
    },
    {
      id: 'host-other',
      title: 'An issuer with our path on another host is refused',
      token: v2('https://${canaryHost}/${tenantId}/v2.0'),
    },
    {
      id: 'look-alike',
      title: 'An issuer whose host looks like ours is refused',
      token: v2('https://login.micros0ftonline.com/${tenantId}/v2.0'),
    },
    {
      id: 'homograph',
      title: 'An issuer whose host has a Cyrillic letter is refused',
      token: v2('https://login.microsoft\u043Enline.com/${tenantId}/v2.0'),
    },
    {
      id: 'tenant-in-path',
      title: 'An issuer that only mentions our tenant is refused',
      token: v2('https://login.microsoftonline.com/${otherTenantId}/v2.0/${tenantId}'),
    },
    {
      id: 'tenant-prefix',
      title: 'An issuer whose tenant begins with ours is refused',
      token: v2('https://login.microsoftonline.com/${tenantId}0/v2.0'),
    },
    {
      id: 'domain',
      title: "An issuer with the tenant's domain name is refused",
      token: v2('https://login.microsoftonline.com/${tenantDomain}/v2.0'),
    },
  ]),
  ...family('api.issuer.v1', v1Only, [
    { id: 'http', title: 'Our v1.0 issuer under http is refused', token: v1('http://sts.windows.net/${tenantId}/') },
    { id: 'upper-case', title: 'Our v1.0 issuer in upper case is refused', token: v1('${issuerV1|upper}') },
    {
      id: 'no-trailing-slash',
      title: 'Our v1.0 issuer without its slash is refused',
      token: v1('${issuerV1|but-last}'),
    },
    { id: 'path-added', title: 'Our v1.0 issuer with a longer path is refused', token: v1('${issuerV1}more/') },
    {
      id: 'host-suffix',
      title: 'A v1.0 issuer whose host begins with ours is refused',
      token: v1('https://sts.windows.net.${canaryHost}/${tenantId}/'),
    },
    {
      id: 'host-prefix',
      title: 'A v1.0 issuer whose host ends with ours is refused',
      token: v1('https://notsts.windows.net/${tenantId}/'),
    },
  ]),
]

const attacker = {
  requirement: requirements.keysBelongToIssuer,
  level: 'MUST',
  severity: 'critical',
  maker: 'anyone',
  needs: ['protected-route', 'v2-tokens'],
  gains: 'The API looks for keys at the issuer the token names: anyone with a web server signs tokens for any user.',
  ledger: [{ endpoint: 'canary', atMost: 0, because: 'the API called a host that only the token named' }],
} as const

const ownKey: Mutation = { op: 'sign', key: 'outsider' }

/** Signed by the attacker, whose host would answer with the matching discovery document and keys. */
export const attackerIssuerCases = family('api.issuer.attacker', attacker, [
  {
    id: 'host',
    title: "A token of the attacker's own issuer is refused and its host never called",
    token: v2('https://${canaryHost}/${tenantId}/v2.0', ownKey),
  },
  {
    id: 'host-suffix',
    title: "A token of an attacker's host that begins like ours is refused and the host never called",
    token: v2('https://login.microsoftonline.com.${canaryHost}/${tenantId}/v2.0', ownKey),
  },
  {
    id: 'userinfo',
    title: 'A token whose issuer hides another host behind an @ is refused and the host never called',
    token: v2('https://login.microsoftonline.com@${canaryHost}/${tenantId}/v2.0', ownKey),
  },
  {
    id: 'path',
    title: 'A token whose issuer mentions our host in its path is refused and the host never called',
    token: v2('https://${canaryHost}/login.microsoftonline.com/${tenantId}/v2.0', ownKey),
  },
])
