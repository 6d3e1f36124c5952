import type { ClientCase } from '../../../harness/client-case.ts'
import type { Mutation } from '../../../harness/tokens/recipe.ts'
import { clientCase } from '../../client-family.ts'
import { requirements } from '../requirements.ts'
import { control } from '../steps.ts'
import { accepted, idToken, rejected } from './tampered.ts'

const set = (values: Extract<Mutation, { op: 'set' }>['values']): readonly Mutation[] => [
  { op: 'set', part: 'claims', values },
]
const without = (name: string): readonly Mutation[] => [{ op: 'remove', part: 'claims', names: [name] }]

const audience = { requirement: requirements.idTokenAudience } as const
const issuer = { requirement: requirements.idTokenIssuer } as const
const expiry = { requirement: requirements.idTokenExpiry } as const
const nonce = { requirement: requirements.idTokenNonce } as const
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
