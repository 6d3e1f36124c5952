import type { ClientCase } from '../../../harness/client-case.ts'
import type { Mutation } from '../../../harness/tokens/recipe.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { requirements } from '../requirements.ts'
import { control } from '../steps.ts'

const idToken: ClientFamily = {
  requirement: requirements.idTokenAudience,
  level: 'MUST',
  severity: 'high',
  maker: 'another-client',
  gains: 'Whoever can put another token into the answer is signed in as anybody.',
  system: 'web-app',
}

function rejected(id: string, title: string, mutations: readonly Mutation[], own: Partial<ClientCase>): ClientCase {
  return clientCase(idToken, {
    id: `web-app.sign-in.id-token.${id}`,
    title,
    steps: [
      control,
      { do: 'clear-tampering' },
      { do: 'tamper', token: 'id_token', mutations, times: 1 },
      { do: 'sign-in', label: 'attack', browser: 'victim', expect: { shows: 'refused' } },
    ],
    ...own,
  })
}

function accepted(id: string, title: string, mutations: readonly Mutation[], own: Partial<ClientCase>): ClientCase {
  return clientCase(idToken, {
    id: `web-app.sign-in.id-token.${id}`,
    title,
    gains: 'Nothing is gained; users are locked out.',
    severity: 'medium',
    steps: [
      control,
      { do: 'clear-tampering' },
      { do: 'tamper', token: 'id_token', mutations, times: 1 },
      { do: 'sign-in', browser: 'user', expect: { shows: 'signed-in' } },
    ],
    ...own,
  })
}

const set = (values: Extract<Mutation, { op: 'set' }>['values']): readonly Mutation[] => [
  { op: 'set', part: 'claims', values },
]
const without = (name: string): readonly Mutation[] => [{ op: 'remove', part: 'claims', names: [name] }]

const audience = { requirement: requirements.idTokenAudience } as const
const issuer = { requirement: requirements.idTokenIssuer } as const
const expiry = { requirement: requirements.idTokenExpiry } as const
const nonce = { requirement: requirements.idTokenNonce } as const
/** The specification lets a client leave the signature of a token from the token endpoint to TLS. */
const signature = { requirement: requirements.idTokenSignature, level: 'SHOULD', maker: 'anyone' } as const
const hash = { requirement: requirements.idTokenHash, level: 'SHOULD', severity: 'low', maker: 'issuer-only' } as const

/** ID tokens from the token endpoint that are not for this sign-in. */
export const idTokenCases: readonly ClientCase[] = [
  rejected('wrong-nonce', 'An ID token with another nonce signs nobody in', set({ nonce: 'another-nonce' }), nonce),
  rejected('nonce-missing', 'An ID token without a nonce signs nobody in', without('nonce'), nonce),
  rejected('nonce-empty', 'An ID token with an empty nonce signs nobody in', set({ nonce: '' }), nonce),
  rejected(
    'wrong-audience',
    'An ID token for another app signs nobody in',
    set({ aud: '${otherAppClientId}' }),
    audience,
  ),
  rejected('audience-of-the-api', 'An ID token for the API signs nobody in', set({ aud: '${apiClientId}' }), audience),
  rejected('audience-missing', 'An ID token without an audience signs nobody in', without('aud'), audience),
  rejected(
    'audience-among-others',
    'An ID token for this app and another signs nobody in',
    set({ aud: ['${webAppClientId}', '${otherAppClientId}'] }),
    { ...audience, severity: 'low', level: 'SHOULD' },
  ),
  rejected(
    'wrong-issuer',
    'An ID token of another issuer signs nobody in',
    set({ iss: 'https://login.microsoftonline.com/${otherTenantId}/v2.0' }),
    issuer,
  ),
  rejected(
    'issuer-elsewhere',
    'An ID token of another host signs nobody in',
    set({ iss: 'https://${canaryHost}' }),
    issuer,
  ),
  rejected('issuer-missing', 'An ID token without an issuer signs nobody in', without('iss'), issuer),
  rejected(
    'issuer-of-v1',
    'An ID token with the issuer of version 1 signs nobody in',
    set({ iss: 'https://sts.windows.net/${tenantId}/' }),
    { ...issuer, severity: 'low', maker: 'issuer-only', level: 'SHOULD' },
  ),
  rejected(
    'other-tenant',
    'An ID token that another tenant signed signs nobody in',
    [
      ...set({ iss: 'https://login.microsoftonline.com/${otherTenantId}/v2.0', tid: '${otherTenantId}' }),
      { op: 'sign', key: 'other-tenant' },
    ],
    issuer,
  ),
  rejected(
    'tid-of-another-tenant',
    'An ID token whose tid is another tenant signs nobody in',
    set({ tid: '${otherTenantId}' }),
    { requirement: requirements.idTokenTenant, level: 'SHOULD', severity: 'low', maker: 'issuer-only' },
  ),
  rejected(
    'expired',
    'An ID token that has expired signs nobody in',
    set({ iat: { $now: -90_000 }, nbf: { $now: -90_000 }, exp: { $now: -86_400 } }),
    expiry,
  ),
  rejected('expiry-missing', 'An ID token without exp signs nobody in', without('exp'), expiry),
  rejected('expiry-as-text', 'An ID token whose exp is a text signs nobody in', set({ exp: 'never' }), {
    ...expiry,
    level: 'SHOULD',
    severity: 'low',
  }),
  rejected('not-yet', 'An ID token whose nbf is tomorrow signs nobody in', set({ nbf: { $now: 86_400 } }), {
    requirement: requirements.idTokenNotBefore,
    maker: 'issuer-only',
    severity: 'low',
  }),
  rejected(
    'unsigned',
    'An ID token with alg none signs nobody in',
    [{ op: 'unsigned', alg: 'none', signature: 'empty' }],
    { requirement: requirements.idTokenUnsigned, maker: 'anyone' },
  ),
  rejected(
    'unsigned-any-case',
    'An ID token with alg NoNe signs nobody in',
    [{ op: 'unsigned', alg: 'NoNe', signature: 'empty' }],
    { ...signature, requirement: requirements.idTokenAlgorithm },
  ),
  rejected(
    'signature-broken',
    'An ID token whose signature is broken signs nobody in',
    [{ op: 'signature', change: 'flip-bit' }],
    signature,
  ),
  rejected(
    'signature-missing',
    'An ID token without its signature signs nobody in',
    [{ op: 'signature', change: 'empty' }],
    signature,
  ),
  rejected(
    'payload-swapped',
    'An ID token whose claims were changed after signing signs nobody in',
    [{ op: 'swap-payload', values: { oid: '${secondUserId}', name: '${secondUserDisplayName}' } }],
    signature,
  ),
  rejected(
    'foreign-key',
    'An ID token that an attacker signed under the key ID of the tenant signs nobody in',
    [{ op: 'sign', key: 'outsider', kidOf: 'tenant' }],
    signature,
  ),
  rejected(
    'unknown-key',
    'An ID token with a key ID that nobody published signs nobody in',
    [{ op: 'sign', key: 'outsider' }],
    { ...signature, requirement: requirements.idTokenKeys, level: 'SHOULD' },
  ),
  rejected(
    'key-of-personal-accounts',
    'An ID token that the key of personal accounts signed signs nobody in',
    [{ op: 'sign', key: 'consumers' }],
    { ...signature, maker: 'issuer-only' },
  ),
  rejected(
    'hmac-with-public-key',
    'An ID token with an HMAC under the public key signs nobody in',
    [{ op: 'hmac', alg: 'HS256', secret: { publicKey: 'spki-pem' } }],
    { ...signature, requirement: requirements.idTokenAlgorithm },
  ),
  rejected(
    'hmac-with-client-secret',
    'An ID token with an HMAC under the client secret signs nobody in',
    [{ op: 'hmac', alg: 'HS256', secret: { text: '${clientSecret}' } }],
    { ...signature, requirement: requirements.idTokenAlgorithm, severity: 'medium' },
  ),
  rejected(
    'key-in-header',
    'An ID token that brings its own key signs nobody in',
    [
      { op: 'set', part: 'header', values: { jwk: { $key: 'outsider', as: 'jwk' } } },
      { op: 'sign', key: 'outsider', kidOf: 'tenant' },
    ],
    signature,
  ),
  rejected(
    'hash-of-another-access-token',
    'An ID token with the at_hash of another access token signs nobody in',
    set({ at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' }),
    hash,
  ),
  rejected(
    'hash-of-another-code',
    'An ID token with the c_hash of another code signs nobody in',
    set({ c_hash: 'AAAAAAAAAAAAAAAAAAAAAA' }),
    hash,
  ),
  accepted(
    'unknown-claims',
    'Claims that nobody knows are ignored',
    set({ unknown_claim: 'value', another: { nested: [1] } }),
    { requirement: requirements.idTokenUnknownClaims, maker: 'issuer-only' },
  ),
  accepted(
    'published-key',
    'An ID token that another published key of the tenant signed signs the user in',
    [{ op: 'sign', key: 'tenant-second' }],
    { requirement: requirements.idTokenKeys, maker: 'issuer-only' },
  ),
  clientCase(idToken, {
    id: 'web-app.sign-in.id-token.missing',
    title: 'A token response without an ID token signs nobody in',
    requirement: requirements.idTokenRequired,
    maker: 'issuer-only',
    isolation: 'fresh',
    steps: [
      control,
      { do: 'fault', endpoint: 'entra.token', action: { do: 'patch-json', value: { id_token: null } } },
      { do: 'sign-in', label: 'attack', browser: 'victim', expect: { shows: 'refused' } },
    ],
  }),
  clientCase(idToken, {
    id: 'web-app.sign-in.id-token.garbage',
    title: 'A token response whose ID token is no JWT signs nobody in and breaks nothing',
    requirement: requirements.idTokenRequired,
    maker: 'issuer-only',
    isolation: 'fresh',
    steps: [
      control,
      { do: 'fault', endpoint: 'entra.token', action: { do: 'patch-json', value: { id_token: 'not.a.token' } } },
      {
        do: 'sign-in',
        label: 'attack',
        browser: 'victim',
        expect: { shows: 'refused', status: ['3xx', '4xx', 502, 503] },
      },
    ],
  }),
]
