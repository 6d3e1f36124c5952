import type { ClientCase } from '../../../harness/client-case.ts'
import type { FaultAction } from '../../../harness/mock-azure/contract.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { requirements } from '../requirements.ts'
import { apiAnswers, apiRequests, apiStatus, callApi, home, mark, nothingLike, signedIn } from '../steps.ts'

const failure: ClientFamily = {
  requirement: requirements.failures,
  level: 'MUST',
  severity: 'medium',
  maker: 'anyone',
  gains: 'A fault of the API becomes one of the app: a crash, a stack trace, or a page that never comes.',
  system: 'web-app',
  needs: ['page.callApi'],
}

/** Longer than any app has declared to wait. */
const tooLongMs = 60_000
/** By then every app has given up. */
const givenUpMs = 25_000

/** An error page, few requests, a session that goes on, and the next call works. */
function survives(id: string, title: string, action: FaultAction): ClientCase {
  return clientCase(failure, {
    id: `web-app.calling-the-api.${id}`,
    title,
    steps: [
      signedIn('user'),
      callApi('user', { label: 'control', control: true }),
      { do: 'clear-faults' },
      apiAnswers(action, { from: 1, to: 5 }),
      mark,
      callApi('user', { label: 'while the API fails', expect: { shows: 'error', atMostMs: givenUpMs } }),
      apiRequests({ atLeast: 1, atMost: 5, because: 'an API that fails is asked again and again' }),
      home('user', { label: 'the session goes on', expect: { shows: 'signed-in' } }),
      { do: 'clear-faults' },
      callApi('user', { label: 'when the API is well again' }),
    ],
  })
}

/** The API does not answer as it should. */
export const failureCases: readonly ClientCase[] = [
  survives('api-error', 'A 500 of the API is an error page', apiStatus(500, {}, 'Internal error at line 1')),
  survives('api-unavailable', 'A 503 of the API is an error page', apiStatus(503)),
  survives(
    'api-gateway-error',
    'A 502 with HTML of a gateway is an error page',
    apiStatus(502, { 'content-type': 'text/html' }, '<h1>Bad Gateway</h1>'),
  ),
  survives('api-throttles', 'A 429 of the API is an error page, not a storm', apiStatus(429, { 'retry-after': '1' })),
  survives('api-not-found', 'A 404 of the API is an error page', apiStatus(404)),
  survives('api-html', 'HTML with status 200 in place of JSON is an error page', { do: 'html' }),
  survives('api-empty', 'An empty answer with status 200 is an error page', { do: 'empty' }),
  survives('api-truncated', 'An answer that breaks off is an error page', { do: 'truncate', afterBytes: 20 }),
  survives('api-reset', 'A connection that breaks is an error page', { do: 'reset' }),
  survives('api-slow', 'An API that does not answer in time is an error page', { do: 'latency', ms: tooLongMs }),
  survives(
    'api-not-json',
    'JSON that is cut off in the middle is an error page',
    apiStatus(200, { 'content-type': 'application/json' }, '{"oid":'),
  ),
  clientCase(failure, {
    id: 'web-app.calling-the-api.api-redirects',
    isolation: 'fresh',
    title: 'A redirect of the API does not take the token to another host',
    requirement: requirements.ownResource,
    severity: 'high',
    gains: 'Who can make the API redirect gets the user’s token.',
    steps: [
      signedIn('user'),
      callApi('user', { label: 'control', control: true }),
      apiAnswers({ do: 'redirect', to: 'https://${canaryHost}/' }),
      mark,
      callApi('user', { label: 'while the API redirects', expect: { shows: 'answered' } }),
      { do: 'ledger', of: 'canary', exactly: 0, because: 'the app followed a redirect of the API to another host' },
    ],
  }),
  clientCase(failure, {
    id: 'web-app.calling-the-api.api-error-hidden',
    isolation: 'fresh',
    title: 'What the API says of its own fault is not shown',
    requirement: requirements.tokensHidden,
    level: 'SHOULD',
    severity: 'low',
    gains: 'Texts for developers tell an attacker how the API is made.',
    steps: [
      signedIn('user'),
      callApi('user', { label: 'control', control: true }),
      apiAnswers(apiStatus(500, { 'content-type': 'text/plain' }, 'SqlException ${canary} at Api.Startup line 1')),
      callApi('user', { expect: { shows: 'answered', contains: [nothingLike('${canary|regex}')] } }),
    ],
  }),
  clientCase(failure, {
    id: 'web-app.calling-the-api.api-failure-logged',
    isolation: 'fresh',
    title: 'A failure of the API leaves a line in the log',
    level: 'SHOULD',
    severity: 'low',
    gains: 'Nobody notices that the app does not work.',
    steps: [
      signedIn('user'),
      callApi('user', { label: 'control', control: true }),
      apiAnswers(apiStatus(503)),
      callApi('user', { expect: { shows: 'answered' } }),
      { do: 'output', contains: ['/503|unavailable|upstream/i'], because: 'the log does not say that the API failed' },
    ],
  }),
]
