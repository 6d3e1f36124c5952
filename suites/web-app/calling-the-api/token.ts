import type { ClientCase } from '../../../harness/client-case.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { requirements } from '../requirements.ts'
import { apiRequests, callApi, mark, signedIn, tokenRequests } from '../steps.ts'

const calling: ClientFamily = {
  requirement: requirements.ownResource,
  level: 'MUST',
  severity: 'high',
  maker: 'anyone',
  gains: 'Whoever gets the token acts as the user at the API.',
  system: 'web-app',
  needs: ['page.callApi'],
}

/** What the API answers does not matter to these. */
const called = [signedIn('user'), mark, callApi('user', { expect: { shows: 'answered' } })] as const

/** Which token goes where, and how. */
export const tokenCases: readonly ClientCase[] = [
  clientCase(calling, {
    id: 'web-app.calling-the-api.answer-shown',
    title: "The API is called for the signed-in user, and the page shows the API's answer",
    gains: 'Nothing is gained; the app does not do what it is for.',
    severity: 'medium',
    steps: [
      signedIn('user'),
      mark,
      callApi('user', { expect: { status: '2xx', contains: ['${userId}'] } }),
      apiRequests({
        atLeast: 1,
        each: { url: '/^${apiUrl|regex}\\//', bearer: { claims: { oid: '${userId}' } }, status: '2xx' },
        because: 'the API was not called for the user',
      }),
    ],
  }),
  clientCase(calling, {
    id: 'web-app.calling-the-api.token-in-header',
    title: 'The access token travels in the Authorization header',
    requirement: requirements.bearer,
    steps: [
      ...called,
      apiRequests({
        atLeast: 1,
        each: { headers: { authorization: '/^Bearer \\S/i' } },
        because: 'the API was called without a bearer token in the Authorization header',
      }),
    ],
  }),
  clientCase(calling, {
    id: 'web-app.calling-the-api.token-not-in-query',
    title: 'The access token does not travel in the query or the body',
    requirement: requirements.bearerInQuery,
    steps: [
      ...called,
      apiRequests({
        each: { query: { access_token: null, token: null }, form: { access_token: null }, headers: { cookie: null } },
        because: 'the token is where logs keep it',
      }),
    ],
  }),
  clientCase(calling, {
    id: 'web-app.calling-the-api.audience',
    title: 'The token is for this API and was issued to this app',
    steps: [
      ...called,
      apiRequests({
        atLeast: 1,
        each: { bearer: { claims: { aud: '/^(?:api:\\/\\/)?${apiClientId|regex}$/', azp: '${webAppClientId}' } } },
        because: 'the API got a token that was not issued for it',
      }),
    ],
  }),
  clientCase(calling, {
    id: 'web-app.calling-the-api.scope',
    title: 'The token holds the scope access_as_user and no other',
    requirement: requirements.scopes,
    gains: 'A stolen token can do more than the app has need of.',
    severity: 'medium',
    steps: [
      ...called,
      apiRequests({
        atLeast: 1,
        each: { bearer: { claims: { scp: 'access_as_user' } } },
        because: 'the token can do other things than the app needs',
      }),
    ],
  }),
  clientCase(calling, {
    id: 'web-app.calling-the-api.access-token',
    title: 'The API gets an access token, not the ID token',
    requirement: requirements.accessToken,
    steps: [
      ...called,
      apiRequests({
        atLeast: 1,
        each: { bearer: { claims: { nonce: null, sid: null, scp: '/./' } } },
        because: 'the ID token was sent to the API',
      }),
    ],
  }),
  clientCase(calling, {
    id: 'web-app.calling-the-api.configured-api-only',
    title: 'The token goes to the configured API and to no other host',
    steps: [
      ...called,
      apiRequests({ each: { url: '/^${apiUrl|regex}\\//' }, because: 'the token went to another address' }),
      { do: 'ledger', of: ['graph.me', 'canary'], exactly: 0, because: 'another service got a token' },
      { do: 'ledger', of: 'refused', exactly: 0, because: 'the app called a host that nobody declared' },
    ],
  }),
  clientCase(calling, {
    id: 'web-app.calling-the-api.credential-stays',
    title: 'What the app proves itself with does not reach the API',
    requirement: requirements.ownResource,
    gains: 'Whoever runs the API can act as the app.',
    steps: [
      ...called,
      apiRequests({
        atLeast: 1,
        each: {
          headers: { 'x-identity-header': null, secret: null },
          query: { client_secret: null, client_assertion: null },
          form: { client_secret: null, client_assertion: null, refresh_token: null },
        },
        because: 'the API got a credential of the app',
      }),
    ],
  }),
  clientCase(calling, {
    id: 'web-app.calling-the-api.needs-a-user',
    title: 'Without a signed-in user the API is not called',
    requirement: requirements.authenticated,
    steps: [
      ...called,
      mark,
      callApi('none', { label: 'calling the API without a session', expect: { shows: 'refused' } }),
      apiRequests({ exactly: 0, because: 'the API was called for somebody who is not signed in' }),
    ],
  }),
  clientCase(calling, {
    id: 'web-app.calling-the-api.tokens-from-the-cache',
    title: 'The token that came with the sign-in is used, not asked for again',
    requirement: requirements.bounded,
    level: 'SHOULD',
    severity: 'low',
    gains: 'Every page costs a request to Entra ID, which throttles.',
    steps: [
      signedIn('user'),
      mark,
      callApi('user', { control: true }),
      callApi('user', { label: 'calling the API again' }),
      tokenRequests({ exactly: 0, because: 'Entra ID was asked again although the token is good' }),
      apiRequests({ exactly: 2, same: ['bearer'], because: 'another token was used although the first is good' }),
    ],
  }),
  clientCase(calling, {
    id: 'web-app.calling-the-api.answer-escaped',
    title: "HTML in the API's answer is not shown as HTML",
    requirement: requirements.escaped,
    gains: 'Whoever can write into what the API answers runs a script as the user.',
    maker: 'another-client',
    isolation: 'fresh',
    steps: [
      signedIn('user'),
      {
        do: 'fault',
        endpoint: 'guarded-resource',
        action: { do: 'patch-json', value: { name: '<img src=x onerror=alert(1)>' } },
      },
      callApi('user', { expect: { shows: 'answered', lacks: ['<img src=x onerror'] } }),
    ],
  }),
]
