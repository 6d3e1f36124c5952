import type { Case, PublishStep, ScenarioCase } from '../../../harness/case.ts'
import type { TokenRecipe } from '../../../harness/tokens/recipe.ts'
import { requirements } from '../../requirements.ts'
import { accepted, changed, inVersion, invalidToken, unharmed, valid } from '../recipes.ts'

/** RSA keys that are published, but not to verify this tenant's tokens. */
export const misplacedKeys: readonly PublishStep[] = [
  { do: 'publish', key: 'outsider', jwk: { use: 'enc' }, position: 'last' },
  { do: 'publish', key: 'outsider', jwk: { kid: 'encrypt-only', use: null, key_ops: ['encrypt'] }, position: 'last' },
  {
    do: 'publish',
    key: 'other-tenant',
    jwk: { issuer: 'https://login.microsoftonline.com/${otherTenantId}/v2.0' },
    position: 'first',
  },
  {
    do: 'publish',
    key: 'consumers',
    jwk: { issuer: 'https://login.microsoftonline.com/${consumersTenantId}/v2.0' },
    position: 'last',
  },
]

const symmetricSecret = 'published-symmetric-secret-of-32-bytes'

/** Entries of other types than RSA. */
const otherKeyTypes: readonly PublishStep[] = [
  {
    do: 'publish',
    jwk: { kty: 'oct', use: 'sig', kid: 'symmetric', alg: 'HS256', k: base64url(symmetricSecret) },
    position: 'first',
  },
  { do: 'publish', jwk: { kty: 'FUTURE', use: 'sig', kid: 'future', x: 'AAAA' }, position: 'first' },
]

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url')
}

const oddSet = {
  kind: 'scenario',
  isolation: 'shared',
  level: 'MUST',
  severity: 'medium',
  maker: 'issuer-only',
  needs: ['protected-route', 'signing-keys-fetched', 'fresh-target'],
} satisfies Partial<ScenarioCase>

/** A good token is accepted although the set is odd, this one is not. */
export function onlyGoodTokens(token: TokenRecipe, version?: '2.0'): ScenarioCase['steps'] {
  const good = version === undefined ? valid : inVersion(version, valid)
  const bad = version === undefined ? token : inVersion(version, token)
  return [
    { do: 'send', label: 'control', token: good, expect: accepted, control: true },
    { do: 'send', label: 'attack', token: bad, expect: invalidToken },
    { do: 'send', label: 'control-afterwards', token: good, expect: accepted },
  ]
}

const sameKid: readonly PublishStep[] = [{ do: 'publish', key: 'outsider', kidOf: 'tenant', position: 'first' }]
const sameKidToEncrypt: readonly PublishStep[] = [
  { do: 'publish', key: 'outsider', kidOf: 'tenant', jwk: { use: 'enc' }, position: 'first' },
]

export const oddKeySetCases: readonly Case[] = [
  {
    ...oddSet,
    id: 'api.keys.use-enc',
    title: 'A published key for encryption does not verify a token',
    requirement: requirements.keyUse,
    gains: 'A weaker or differently kept encryption key of the issuer forges tokens.',
    before: misplacedKeys,
    steps: onlyGoodTokens(changed({ op: 'sign', key: 'outsider' })),
  },
  {
    ...oddSet,
    id: 'api.keys.key-ops-encrypt',
    title: 'A published key whose key_ops allow encryption alone does not verify a token',
    requirement: requirements.keyOperations,
    severity: 'low',
    gains: 'A weaker or differently kept encryption key of the issuer forges tokens.',
    before: misplacedKeys,
    steps: onlyGoodTokens(
      changed({ op: 'set', part: 'header', values: { kid: 'encrypt-only' } }, { op: 'sign', key: 'outsider' }),
    ),
  },
  {
    ...oddSet,
    id: 'api.keys.other-tenant-issuer',
    title: 'A key that the key set gives to personal accounts does not verify a token of the tenant',
    requirement: requirements.entraKeyIssuer,
    severity: 'high',
    needs: [...oddSet.needs, 'v2-tokens'],
    gains: 'Whoever holds a signing key for personal accounts forges tokens of organizations.',
    before: misplacedKeys,
    steps: onlyGoodTokens(changed({ op: 'sign', key: 'consumers' }), '2.0'),
  },
  {
    ...oddSet,
    id: 'api.keys.kty-oct',
    title: 'A published symmetric key does not verify a token',
    requirement: requirements.algorithmAllowList,
    gains: 'A symmetric key that slips into the key set lets every reader of it forge tokens.',
    before: otherKeyTypes,
    steps: onlyGoodTokens(
      changed(
        { op: 'set', part: 'header', values: { kid: 'symmetric' } },
        { op: 'hmac', alg: 'HS256', secret: { text: symmetricSecret } },
      ),
    ),
  },
  {
    ...oddSet,
    id: 'api.keys.unknown-kty',
    title: 'Entries of an unknown type in the key set do not keep good users out',
    requirement: requirements.unknownKeyTypes,
    level: 'SHOULD',
    gains: 'Nothing; but every user is refused on the day Entra publishes a new type of key.',
    before: otherKeyTypes,
    steps: [{ do: 'send', label: 'good-user', token: valid, expect: accepted, times: 2 }],
  },
  {
    ...oddSet,
    id: 'api.keys.duplicate-kid.genuine',
    title: 'Two published keys with the same key ID break nothing',
    requirement: requirements.distinctKeyIds,
    level: 'SHOULD',
    severity: 'low',
    gains: 'Nothing; but an odd key set stops the API.',
    before: sameKid,
    steps: [{ do: 'send', label: 'good-user', token: valid, expect: unharmed, times: 2 }],
  },
  {
    ...oddSet,
    id: 'api.keys.duplicate-kid.for-encryption',
    title: 'A key for encryption under the key ID of a signing key does not verify a token',
    requirement: requirements.keyUse,
    gains: 'A weaker or differently kept encryption key of the issuer forges tokens.',
    before: sameKidToEncrypt,
    steps: [
      {
        do: 'send',
        label: 'attack',
        token: changed({ op: 'sign', key: 'outsider', kidOf: 'tenant' }),
        expect: { outcome: 'refused' },
      },
      { do: 'send', label: 'good-user', token: valid, expect: unharmed },
    ],
  },
]
