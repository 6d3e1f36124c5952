import type { ClientCase } from '../../../harness/client-case.ts'
import type { FaultAction } from '../../../harness/mock-azure/contract.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { requirements } from '../requirements.ts'
import { apiStatus, control, mark, signedIn, tokenRequests } from '../steps.ts'

const redeeming: ClientFamily = {
  requirement: requirements.tokenRequest,
  level: 'MUST',
  severity: 'medium',
  maker: 'anyone',
  gains: 'Codes of others can be redeemed, or the code is where others read it.',
  system: 'web-app',
}

const grant = { form: { grant_type: 'authorization_code' } } as const

const failing: ClientFamily = {
  ...redeeming,
  requirement: requirements.tokenErrors,
  gains: 'A sign-in that fails breaks the app, or signs somebody in all the same.',
  isolation: 'fresh',
}

/** The token endpoint fails, once; the user sees a page and can try again. */
function survives(id: string, title: string, action: FaultAction): ClientCase {
  return clientCase(failing, {
    id: `web-app.sign-in.token-endpoint.${id}`,
    title,
    steps: [
      control,
      { do: 'fault', endpoint: 'entra.token', action },
      mark,
      {
        do: 'sign-in',
        label: 'while the token endpoint fails',
        browser: 'user',
        expect: { shows: 'refused', status: ['3xx', '4xx', 502, 503, 504], atMostMs: 25_000 },
      },
      tokenRequests({ atLeast: 1, atMost: 6, because: 'the token endpoint was asked again and again' }),
    ],
  })
}

const oauthError = (status: number, error: string, code: number): FaultAction =>
  apiStatus(
    status,
    { 'content-type': 'application/json; charset=utf-8' },
    JSON.stringify({ error, error_description: `AADSTS${code}: Refused.`, error_codes: [code] }),
  )

/** How the code is redeemed, and what comes of failures there. */
export const tokenRequestCases: readonly ClientCase[] = [
  clientCase(redeeming, {
    id: 'web-app.sign-in.code-redeemed-once',
    title: 'The code is redeemed once',
    requirement: requirements.singleUse,
    steps: [
      mark,
      signedIn('user'),
      tokenRequests({ where: grant, exactly: 1, because: 'the code was redeemed more than once, or not at all' }),
    ],
  }),
  clientCase(redeeming, {
    id: 'web-app.sign-in.code-redeemed-by-post',
    title: 'The code is redeemed by POST, with nothing of it in the address',
    requirement: requirements.tokenRequestPost,
    severity: 'high',
    steps: [
      mark,
      signedIn('user'),
      tokenRequests({
        atLeast: 1,
        each: {
          method: 'POST',
          query: { code: null, client_secret: null, client_assertion: null, code_verifier: null, refresh_token: null },
        },
        because: 'a credential is in the address of the token request, or it was not a POST',
      }),
    ],
  }),
  clientCase(redeeming, {
    id: 'web-app.sign-in.code-redeemed-with-redirect-uri',
    title: 'The code is redeemed with the redirect URI that it was asked for with',
    steps: [
      mark,
      signedIn('user'),
      tokenRequests({
        where: grant,
        atLeast: 1,
        each: { form: { redirect_uri: '${redirectUri}', client_id: '/^(?:${webAppClientId|regex})?$/' } },
        because: 'the redirect URI is not the one of the request',
      }),
    ],
  }),
  clientCase(redeeming, {
    id: 'web-app.sign-in.code-redeemed-at-own-tenant',
    title: 'The code is redeemed at the token endpoint of the own tenant',
    requirement: requirements.tenant,
    steps: [
      mark,
      signedIn('user'),
      tokenRequests({
        atLeast: 1,
        each: {
          url: '/^https:\\/\\/login\\.microsoftonline\\.com\\/(?:${tenantId|regex}|${tenantDomain|regex})\\/oauth2\\/v2\\.0\\/token$/',
        },
        because: 'the code went to another authority',
      }),
    ],
  }),
  clientCase(redeeming, {
    id: 'web-app.sign-in.code-redeemed-with-verifier',
    title: 'The code is redeemed with its code verifier, of 43 characters at least',
    requirement: requirements.verifier,
    needs: ['pkce'],
    steps: [
      mark,
      signedIn('user'),
      signedIn('another'),
      tokenRequests({
        where: grant,
        exactly: 2,
        each: { form: { code_verifier: '/^\\[redacted length=(?:4[3-9]|[5-9]\\d|1[01]\\d|12[0-8]) /' } },
        distinct: ['form.code_verifier'],
        because: 'there is no code verifier, a short one, or the same for two users',
      }),
    ],
  }),
  survives('invalid-grant', 'A refused code is an error page', oauthError(400, 'invalid_grant', 70008)),
  survives(
    'invalid-client',
    'A refused client credential is an error page',
    oauthError(401, 'invalid_client', 7000215),
  ),
  survives('server-error', 'A 500 of the token endpoint is an error page', oauthError(500, 'server_error', 90033)),
  survives('unavailable', 'A 503 of the token endpoint is an error page', apiStatus(503)),
  survives('throttled', 'A 429 of the token endpoint is an error page', apiStatus(429, { 'retry-after': '60' })),
  survives('html', 'HTML in place of a token response is an error page', { do: 'html' }),
  survives('empty', 'An empty token response is an error page', { do: 'empty' }),
  survives('reset', 'A connection that breaks at the token endpoint is an error page', { do: 'reset' }),
  survives('not-a-token', 'JSON without tokens is an error page', {
    do: 'json',
    value: { token_type: 'Bearer', expires_in: 3599 },
  }),
  clientCase(failing, {
    id: 'web-app.sign-in.token-endpoint.description-hidden',
    title: 'What the token endpoint says of an error is not shown as HTML',
    requirement: requirements.sanitized,
    steps: [
      control,
      {
        do: 'fault',
        endpoint: 'entra.token',
        action: apiStatus(
          400,
          { 'content-type': 'application/json; charset=utf-8' },
          '{"error":"invalid_request","error_description":"<img src=x onerror=alert(1)>","error_codes":[90014]}',
        ),
      },
      { do: 'sign-in', browser: 'user', expect: { shows: 'refused', lacks: ['<img src=x onerror'] } },
    ],
  }),
  clientCase(failing, {
    id: 'web-app.sign-in.token-endpoint.recovers',
    title: 'After a failure of the token endpoint the user can sign in',
    steps: [
      control,
      { do: 'fault', endpoint: 'entra.token', calls: { from: 1, to: 1 }, action: { do: 'html' } },
      { do: 'sign-in', label: 'while it fails', browser: 'user', expect: { shows: 'answered' } },
      { do: 'clear-faults' },
      { do: 'sign-in', label: 'afterwards', browser: 'user', expect: { shows: 'signed-in' } },
    ],
  }),
]
