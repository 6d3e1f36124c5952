import type { Case } from '../../harness/case.ts'
import type { TokenRecipe } from '../../harness/tokens/recipe.ts'
import { requirements } from '../requirements.ts'
import { family } from './family.ts'
import { changed, claims, denied, invalidOrForbidden, inVersion, notCredentials, valid } from './recipes.ts'

const idToken: TokenRecipe = { baseline: 'id-token' }

/** The ID token of an app that shares its registration with the API. */
function sharedIdToken(more: { readonly roles?: readonly string[] } = {}): TokenRecipe {
  return { ...claims({ aud: '${apiClientId}', ...more }), baseline: 'id-token' }
}

const identityOnly = {
  requirement: requirements.entraIdTokens,
  level: 'MUST',
  severity: 'critical',
  maker: 'another-client',
  needs: ['delegated-route', 'v2-tokens'],
  request: { route: 'delegated' },
  gains: 'An app that may only know who its user is acts as that user here; ID tokens travel through browsers.',
} as const

const idTokens = family('api.token-kind.id-token', identityOnly, [
  { id: 'web-app', title: "The web app's ID token is refused", token: idToken },
  {
    id: 'v1',
    title: "The web app's v1.0 ID token is refused",
    needs: ['delegated-route', 'v1-tokens'],
    token: inVersion(
      '1.0',
      changed(
        { op: 'remove', part: 'claims', names: ['scp', 'roles', 'appid', 'appidacr', 'acr'] },
        { op: 'set', part: 'claims', values: { aud: '${webAppClientId}', nonce: 'sign-in-nonce' } },
      ),
    ),
  },
  {
    id: 'shared-registration',
    title: 'An ID token whose audience is the API, for both share a registration, is refused',
    severity: 'high',
    token: sharedIdToken(),
    expect: invalidOrForbidden,
  },
  {
    id: 'with-roles',
    title: "An ID token for the API's audience with the right role is refused",
    requirement: requirements.mutuallyExclusiveRules,
    severity: 'high',
    needs: ['role-route', 'v2-tokens'],
    request: { route: 'role' },
    token: sharedIdToken({ roles: ['${role}'] }),
    expect: invalidOrForbidden,
  },
  {
    id: 'unsafe',
    title: 'An unsafe request with an ID token is refused and changes nothing',
    needs: ['delegated-route', 'unsafe-route', 'v2-tokens'],
    request: { route: 'unsafe' },
    token: idToken,
  },
])

function text(value: string): TokenRecipe {
  return changed({ op: 'replace', text: value })
}

const notForApis = {
  requirement: requirements.tokenType,
  level: 'MUST',
  severity: 'high',
  maker: 'another-client',
  gains: 'A token with another purpose, and often another keeper, opens the API.',
} as const

/** What Entra hands out besides access tokens, and what looks like it. */
const opaque = family('api.token-kind', notForApis, [
  {
    id: 'refresh-token',
    title: 'A refresh token is refused',
    requirement: requirements.entraRefreshTokens,
    token: text('1.AXkAAAAAAAAAAAAAAAAAAAAAAMHBwcEAAAAAAAAAAAAAAAB5AAA.AgABAwEAAADW6jl31mB3T7ugrWTT8pFeAwDs_wUA9P'),
  },
  {
    id: 'authorization-code',
    title: 'An authorization code is refused',
    token: text('1.AXkAAAAAAAAAAAAAAAAAAAAAAMHBwcEAAAAAAAAAAAAAAAB5AAA.BAAABQAIAgABAwEAAADW6jl31mB3T7ugrWTT8pFe'),
  },
  {
    id: 'opaque',
    title: 'A random text is refused',
    severity: 'critical',
    maker: 'anyone',
    token: text('b3BhcXVlLXRva2VuLW9mLW5vLXBhcnRpY3VsYXIta2luZA'),
  },
  {
    id: 'sas',
    title: 'A shared access signature is refused',
    maker: 'anyone',
    token: text('sv=2024-11-04&ss=b&srt=sco&sp=rl&se=2099-01-01T00:00:00Z&sig=AAAAAAAAAAAAAAAAAAAAAAAAAAA%3D'),
    expect: denied('invalid_token', 'invalid_request', 'none'),
  },
  {
    id: 'saml-assertion',
    title: 'A SAML assertion is refused',
    maker: 'anyone',
    token: text(Buffer.from('<saml:Assertion ID="_0" Version="2.0"></saml:Assertion>').toString('base64url')),
  },
])

const assertions = family('api.token-kind', notForApis, [
  {
    id: 'logout-token',
    title: 'A logout token is refused',
    requirement: requirements.mutuallyExclusiveRules,
    maker: 'issuer-only',
    token: changed(
      { op: 'remove', part: 'claims', names: ['scp', 'roles', 'azp', 'appid'] },
      {
        op: 'set',
        part: 'claims',
        values: { sid: 'session', events: { 'http://schemas.openid.net/event/backchannel-logout': {} } },
      },
    ),
    expect: invalidOrForbidden,
  },
  {
    id: 'client-assertion',
    title: 'The assertion a client signs to authenticate itself is refused',
    severity: 'critical',
    maker: 'anyone',
    token: changed(
      {
        op: 'set',
        part: 'claims',
        values: {
          iss: '${webAppClientId}',
          sub: '${webAppClientId}',
          aud: '${authority}/oauth2/v2.0/token',
          jti: '0a0a0a0a-0000-4000-8000-000000000000',
        },
      },
      { op: 'sign', key: 'outsider', alg: 'PS256' },
    ),
  },
  {
    id: 'managed-identity-exchange',
    title: 'The token a managed identity exchanges for that of an app is refused',
    token: {
      baseline: 'app-only',
      version: '2.0',
      mutations: [
        {
          op: 'set',
          part: 'claims',
          values: {
            aud: 'fb60f99c-7a34-4190-8149-302f77469936',
            azp: 'd1d1d1d1-0000-4000-8000-000000000000',
            azpacr: '2',
            oid: 'd2d2d2d2-0000-4000-8000-000000000000',
            sub: 'd2d2d2d2-0000-4000-8000-000000000000',
          },
        },
      ],
    },
  },
  {
    id: 'managed-identity-azure',
    title: "A managed identity's token for Azure itself is refused",
    token: {
      baseline: 'app-only',
      version: '1.0',
      mutations: [
        {
          op: 'set',
          part: 'claims',
          values: {
            aud: 'https://management.azure.com/',
            appid: 'd1d1d1d1-0000-4000-8000-000000000000',
            appidacr: '2',
            xms_mirid: '/subscriptions/d3d3d3d3/resourcegroups/rg/providers/Microsoft.App/containerApps/web',
          },
        },
      ],
    },
  },
  {
    id: 'workload-federation',
    title: 'The token of a build pipeline, meant for a federated credential, is refused',
    severity: 'critical',
    maker: 'anyone',
    token: changed(
      {
        op: 'set',
        part: 'claims',
        values: {
          iss: 'https://token.actions.githubusercontent.com',
          sub: 'repo:contoso/api:ref:refs/heads/main',
          aud: 'api://AzureADTokenExchange',
        },
      },
      { op: 'sign', key: 'outsider' },
    ),
  },
])

const bound = {
  ...notForApis,
  requirement: requirements.dpopBound,
  level: 'SHOULD',
  severity: 'medium',
  gains: 'A token that is worthless without its key is stolen and used all the same.',
} as const

const boundTokens = family('api.token-kind.bound', bound, [
  {
    id: 'dpop',
    title: 'A DPoP-bound token sent as a plain bearer token is refused',
    token: claims({ cnf: { jkt: '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I' } }),
  },
  {
    id: 'signed-http-request',
    title: 'A token bound to a key of Entra signed HTTP requests, sent as a plain bearer token, is refused',
    token: claims({ cnf: { kid: '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I', xms_ksl: 'sw' } }),
  },
  {
    id: 'certificate',
    title: 'A certificate-bound token sent without the certificate is refused',
    requirement: requirements.certificateBound,
    token: claims({ cnf: { 'x5t#S256': 'bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2' } }),
  },
  {
    id: 'dpop-scheme',
    title: 'A plain token under the DPoP scheme is refused',
    level: 'MUST',
    severity: 'low',
    gains: 'Any word before the token will do, so a proof of possession is never asked for.',
    token: valid,
    request: { authorization: ['DPoP ${token}'] },
    expect: notCredentials,
  },
  {
    id: 'pop-scheme',
    title: 'A plain token under the PoP scheme is refused',
    level: 'MUST',
    severity: 'low',
    gains: 'Any word before the token will do, so a proof of possession is never asked for.',
    token: valid,
    request: { authorization: ['PoP ${token}'] },
    expect: notCredentials,
  },
])

export const tokenKindCases: readonly Case[] = [...idTokens, ...opaque, ...assertions, ...boundTokens]
