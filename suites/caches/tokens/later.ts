import type { ClientCase } from '../../../harness/client-case.ts'
import { identityEndpoints } from '../../identity-endpoints.ts'
import { requirements } from '../requirements.ts'
import {
  callApi,
  chat,
  day,
  hour,
  identityRequests,
  later,
  longerThanAnySession,
  mark,
  minute,
  movable,
  signIn,
} from '../steps.ts'

const aDayLater = {
  kind: 'client',
  level: 'MUST',
  severity: 'high',
  maker: 'another-client',
  isolation: 'fresh',
  start: movable(),
  gains: 'Nothing; but the app stops working a day after it was started, when nobody is looking.',
} satisfies Partial<ClientCase>

/** Managed identity tokens live for a day. */
const pastADay = day + hour

/** What only shows when time has passed. The clocks of the target and of the cloud are moved, nobody waits. */
export const laterCases: readonly ClientCase[] = [
  {
    ...aDayLater,
    id: 'caches.tokens.later.session-expired',
    title: 'A session that is older than its declared lifetime has ended',
    requirement: requirements.sessionLifetime,
    gains: 'Whoever finds a browser, or has copied a cookie, goes on as the user for ever.',
    system: 'web-app',
    needs: ['session-lifetime', 'page.callApi'],
    steps: [
      signIn('first', { control: true }),
      callApi('fresh', { control: true }),
      later(longerThanAnySession),
      mark,
      { do: 'visit', at: 'page.home', expect: { shows: 'signed-out' } },
      callApi('the session is over', { expect: { redirect: { to: 'sign-in' } } }),
      { do: 'ledger', of: 'guarded-resource', exactly: 0, because: 'the API was called for a session that is over' },
    ],
  },
  {
    ...aDayLater,
    id: 'caches.tokens.later.sign-in',
    title: 'A day after the start users sign in as they did on the first day',
    requirement: requirements.signingKeys,
    system: 'web-app',
    steps: [signIn('first', { control: true }), later(pastADay), signIn('second', { user: 'second' })],
  },
  {
    ...aDayLater,
    id: 'caches.tokens.later.assertion-renewal',
    title: 'When both have expired the user’s token is renewed with a fresh token of the managed identity',
    requirement: requirements.assertionFetched,
    system: 'web-app',
    needs: ['page.callApi', 'hour-long-session'],
    start: {
      ...movable([
        { do: 'identity-lifetime', seconds: 20 * minute },
        { do: 'token-lifetime', expiresIn: 20 * minute },
      ]),
      credential: 'federated',
    },
    steps: [
      signIn('first', { control: true }),
      later(30 * minute),
      mark,
      callApi('half an hour later'),
      identityRequests({ atLeast: 1 }, 'an assertion that had expired was used'),
      {
        do: 'ledger',
        of: 'entra.token',
        each: { status: '2xx' },
        because: 'an expired assertion was sent to Entra ID',
      },
    ],
  },
  {
    ...aDayLater,
    id: 'caches.tokens.later.identity-outage',
    title: 'A day after the start, with the source down, the agent says so and sends no expired token',
    requirement: requirements.identityRenewed,
    system: 'agent',
    needs: ['action.chat'],
    gains: 'Nothing; but an expired token goes round in logs and alarms, and nobody sees what is wrong.',
    steps: [
      chat('fresh', { control: true }),
      later(pastADay),
      { do: 'fault', endpoint: identityEndpoints, action: { do: 'status', status: 500 } },
      mark,
      chat('without a token', { expect: { status: ['4xx', '5xx'] } }),
      { do: 'ledger', of: 'azure-openai.chat-completions', exactly: 0, because: 'an expired token was sent' },
      { do: 'clear-faults' },
      chat('recovered', { withinMs: 15_000 }),
    ],
  },
]
