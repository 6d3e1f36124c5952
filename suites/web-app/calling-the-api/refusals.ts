import type { ClientCase, VisitStep } from '../../../harness/client-case.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { requirements } from '../requirements.ts'
import { apiAnswers, apiRequests, apiStatus, callApi, home, mark, once, signedIn, tokenRequests } from '../steps.ts'

const refusal: ClientFamily = {
  requirement: requirements.apiRefuses,
  level: 'MUST',
  severity: 'medium',
  maker: 'anyone',
  gains: 'A user, or everybody, is locked out of the app by an API that refuses a token.',
  system: 'web-app',
  needs: ['page.callApi'],
  isolation: 'fresh',
}

const usual = [signedIn('user'), callApi('user', { label: 'control', control: true })] as const
const invalidToken = apiStatus(401, { 'www-authenticate': 'Bearer error="invalid_token"' })

const stronger = btoa('{"access_token":{"acrs":{"essential":true,"value":"c1"}}}')

/** https://learn.microsoft.com/entra/identity-platform/claims-challenge */
function challenge(claims: string) {
  const authority = 'authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"'
  return apiStatus(401, {
    'www-authenticate': `Bearer realm="", ${authority}, error="insufficient_claims", claims="${claims}"`,
  })
}

const stepUp: ClientFamily = {
  ...refusal,
  requirement: requirements.challenge,
  gains: 'The user cannot do what a stronger sign-in would allow; a revoked session goes on.',
  needs: ['page.callApi', 'step-up'],
}

/** Through Entra ID and back to where it began. */
const throughEntra = (expect: VisitStep['expect']): VisitStep =>
  callApi('user', { label: 'calling the API, signing in on the way', follow: 'all', ...(expect && { expect }) })

/** The API says no. */
export const refusalCases: readonly ClientCase[] = [
  clientCase(refusal, {
    id: 'web-app.calling-the-api.refused-once',
    title: 'After one 401 the token is renewed silently and the call succeeds',
    requirement: requirements.renewedOnce,
    level: 'SHOULD',
    steps: [
      ...usual,
      apiAnswers(invalidToken, once),
      mark,
      callApi('user', { expect: { status: '2xx', contains: ['${userId}'] } }),
      apiRequests({ exactly: 2, distinct: ['bearer'], because: 'the refused token was sent again, or none' }),
      tokenRequests({
        exactly: 1,
        each: { form: { grant_type: 'refresh_token' } },
        because: 'the token was not renewed once',
      }),
    ],
  }),
  clientCase(refusal, {
    id: 'web-app.calling-the-api.refused-twice',
    title: 'After a second 401 the user is led to sign in, or sees a page',
    steps: [
      ...usual,
      apiAnswers(invalidToken),
      mark,
      callApi('user', { expect: { status: ['3xx', '4xx', 502, 503], shows: 'answered' } }),
      apiRequests({ atLeast: 1, atMost: 2, because: 'the API is asked again and again with tokens that it refuses' }),
      tokenRequests({ atMost: 1, because: 'tokens are renewed again and again' }),
    ],
  }),
  clientCase(refusal, {
    id: 'web-app.calling-the-api.refused-for-ever',
    title: 'An API that refuses after a new sign-in too ends at a page, not in a circle',
    steps: [
      ...usual,
      apiAnswers(invalidToken),
      mark,
      throughEntra({ shows: 'error' }),
      apiRequests({ atMost: 4, because: 'the API is asked in a circle' }),
      tokenRequests({ atMost: 3, because: 'tokens are asked for in a circle' }),
    ],
  }),
  clientCase(refusal, {
    id: 'web-app.calling-the-api.refused-then-recovered',
    title: 'When the API accepts tokens again, the user gets in',
    requirement: requirements.failures,
    steps: [
      ...usual,
      apiAnswers(invalidToken),
      callApi('user', { label: 'while it refuses', follow: 'none', expect: { shows: 'answered' } }),
      { do: 'clear-faults' },
      throughEntra({ status: '2xx', contains: ['${userId}'] }),
    ],
  }),
  clientCase(refusal, {
    id: 'web-app.calling-the-api.refused-and-refresh-refused',
    title: 'When the refresh token is refused too, the user is led to sign in once',
    steps: [
      ...usual,
      apiAnswers(invalidToken, once),
      {
        do: 'fault',
        endpoint: 'entra.token',
        calls: once,
        action: apiStatus(
          400,
          { 'content-type': 'application/json; charset=utf-8' },
          '{"error":"invalid_grant","error_description":"AADSTS50173: The grant was revoked.","error_codes":[50173]}',
        ),
      },
      mark,
      throughEntra({ status: '2xx', contains: ['${userId}'] }),
      tokenRequests({ atMost: 2, because: 'a refused refresh token was sent again' }),
    ],
  }),
  clientCase(refusal, {
    id: 'web-app.calling-the-api.refused-and-entra-down',
    title: 'When the token cannot be renewed because Entra ID is down, there is a page',
    requirement: requirements.failures,
    steps: [
      ...usual,
      apiAnswers(invalidToken),
      { do: 'fault', endpoint: 'entra.token', action: apiStatus(503) },
      mark,
      callApi('user', { expect: { shows: 'answered', status: ['3xx', '4xx', 502, 503, 504] } }),
      tokenRequests({ atMost: 6, because: 'a service that is down was asked again and again' }),
    ],
  }),
  clientCase(refusal, {
    id: 'web-app.calling-the-api.forbidden',
    title: 'A 403 of the API is shown as such',
    requirement: requirements.forbidden,
    level: 'SHOULD',
    gains: 'A user who may not do something is sent to sign in again, which changes nothing.',
    steps: [
      ...usual,
      apiAnswers(apiStatus(403, { 'www-authenticate': 'Bearer error="insufficient_scope"' })),
      mark,
      callApi('user', { expect: { shows: 'error' } }),
      home('user', { expect: { shows: 'signed-in' } }),
    ],
  }),
  clientCase(refusal, {
    id: 'web-app.calling-the-api.forbidden-not-repeated',
    title: 'After a 403 the same request is not sent again, nor a token asked for',
    requirement: requirements.forbidden,
    level: 'SHOULD',
    severity: 'low',
    steps: [
      ...usual,
      apiAnswers(apiStatus(403)),
      mark,
      callApi('user', { expect: { shows: 'answered' } }),
      apiRequests({ exactly: 1, because: 'a refused request was repeated' }),
      tokenRequests({ exactly: 0, because: 'a new token was asked for, which has no other permissions' }),
    ],
  }),
  clientCase(stepUp, {
    id: 'web-app.calling-the-api.challenge',
    title: 'A claims challenge leads to Entra ID with the claims it names',
    steps: [
      ...usual,
      apiAnswers(challenge(stronger), once),
      callApi('user', { expect: { redirect: { to: 'authorize', query: { claims: '/"acrs"\\s*:.*"c1"/' } } } }),
    ],
  }),
  clientCase(stepUp, {
    id: 'web-app.calling-the-api.challenge-answered',
    title: 'After the stronger sign-in the call succeeds with a new token that has the claim',
    steps: [
      ...usual,
      apiAnswers(challenge(stronger), once),
      mark,
      throughEntra({ status: '2xx', contains: ['${userId}'] }),
      apiRequests({
        atLeast: 2,
        some: { bearer: { claims: { acrs: '/c1/' } } },
        distinct: ['bearer'],
        because: 'the API did not get a token with the claim it had asked for',
      }),
    ],
  }),
  clientCase(stepUp, {
    id: 'web-app.calling-the-api.challenge-for-ever',
    title: 'An API that asks again after the stronger sign-in ends at a page, not in a circle',
    requirement: requirements.apiRefuses,
    steps: [
      ...usual,
      apiAnswers(challenge(stronger)),
      mark,
      throughEntra({ shows: 'error' }),
      apiRequests({ atMost: 4, because: 'the API is asked in a circle' }),
    ],
  }),
  clientCase(stepUp, {
    id: 'web-app.calling-the-api.challenge-unreadable',
    title: 'A claims challenge that cannot be read breaks nothing',
    requirement: requirements.failures,
    steps: [
      ...usual,
      apiAnswers(challenge('%%%'), once),
      callApi('user', { expect: { shows: 'answered' } }),
      callApi('user', { label: 'afterwards', follow: 'all', expect: { status: '2xx' } }),
    ],
  }),
]
