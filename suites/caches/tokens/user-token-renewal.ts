import type { ClientCase } from '../../../harness/client-case.ts'
import { requirements } from '../requirements.ts'
import {
  atOnce,
  callApi,
  hour,
  later,
  mark,
  minute,
  movable,
  renewing,
  repeated,
  signIn,
  tokenRequests,
} from '../steps.ts'
import { signedInStill, user } from './user-token-family.ts'

/** Renewed in time, and once. */
export const renewalCases: readonly ClientCase[] = [
  {
    ...signedInStill,
    id: 'caches.tokens.user.renewed-within-margin',
    title: 'An access token with less than five minutes left is renewed before the call',
    requirement: requirements.freshEnough,
    level: 'SHOULD',
    gains: 'Nothing; but a token that ends on its way, or by a clock that is ahead, fails the call.',
    start: movable([{ do: 'token-lifetime', expiresIn: hour }]),
    steps: [
      signIn('first', { control: true }),
      callApi('fresh', { control: true }),
      later(57 * minute),
      mark,
      callApi('with three minutes left'),
      tokenRequests({ exactly: 1 }, 'the token was not renewed, or more than once'),
    ],
  },
  {
    ...user,
    id: 'caches.tokens.user.short-lived',
    title: 'A token that lives for four minutes is renewed before each call, without the user',
    requirement: requirements.freshEnough,
    level: 'SHOULD',
    gains: 'Nothing; but short-lived tokens, as some policies want them, end on their way.',
    start: renewing,
    steps: [
      signIn('first', { control: true }),
      mark,
      ...repeated(3, (n) => callApi(`call ${n}`)),
      tokenRequests({ exactly: 3 }, 'a token within five minutes of its end was used'),
      {
        do: 'ledger',
        of: 'guarded-resource',
        exactly: 3,
        distinct: ['bearer'],
        because: 'the API was called with a token that had been renewed already',
      },
    ],
  },
  {
    ...signedInStill,
    id: 'caches.tokens.user.expired',
    title: 'After the access token has expired the user goes on without signing in: it is renewed and not sent',
    requirement: requirements.freshEnough,
    severity: 'high',
    gains: 'Nothing; but every user is stuck an hour after signing in.',
    // Short, so that the session outlives it.
    start: movable([{ do: 'token-lifetime', expiresIn: 20 * minute }]),
    steps: [
      signIn('first', { control: true }),
      callApi('fresh', { control: true }),
      later(30 * minute),
      mark,
      callApi('after its end'),
      tokenRequests({ exactly: 1 }, 'the expired token was not renewed, or more than once'),
      {
        do: 'ledger',
        of: 'guarded-resource',
        each: { status: '2xx' },
        because: 'the expired token was sent to the API before it was renewed',
      },
    ],
  },
  {
    ...user,
    id: 'caches.tokens.user.renewed-once',
    title: 'Ten calls at once with a token that is due share one renewal',
    requirement: requirements.coalesced,
    level: 'SHOULD',
    severity: 'low',
    gains: 'Nothing; but a busy page makes the app hammer the sign-in service until it is throttled.',
    start: renewing,
    steps: [
      signIn('first', { control: true }),
      { do: 'token-lifetime', expiresIn: null },
      { do: 'fault', endpoint: 'entra.token', action: { do: 'latency', ms: 500 } },
      mark,
      atOnce(10, callApi('call', { browser: 'first' })),
      tokenRequests({ exactly: 1 }, 'calls at the same time each renewed the token'),
    ],
  },
  {
    ...user,
    id: 'caches.tokens.user.renewed-for-each',
    title: 'After the renewal it is the new token that is used, from the cache',
    requirement: requirements.cached,
    gains: 'Nothing; but once the first token has ended, every call renews it again.',
    start: renewing,
    steps: [
      signIn('first', { control: true }),
      { do: 'token-lifetime', expiresIn: null },
      callApi('renews', { control: true }),
      mark,
      ...repeated(3, (n) => callApi(`call ${n}`)),
      tokenRequests({ exactly: 0 }, 'the renewed token was not kept'),
    ],
  },
]

/** `refresh_in` is half of the token's life, as Entra ID says it of tokens that live for a day. */
const longLived = movable([{ do: 'token-lifetime', expiresIn: hour, refreshIn: 30 * minute }])

/** Before it has to be, as Entra ID advises. */
export const earlyRenewalCases: readonly ClientCase[] = [
  {
    ...signedInStill,
    id: 'caches.tokens.user.refresh-in.not-yet',
    title: 'Before refresh_in has passed nothing is renewed',
    requirement: requirements.cached,
    severity: 'low',
    start: longLived,
    steps: [
      signIn('first', { control: true }),
      mark,
      later(25 * minute),
      callApi('before'),
      tokenRequests({ exactly: 0 }, 'the token was renewed although refresh_in had not passed'),
    ],
  },
  {
    ...signedInStill,
    id: 'caches.tokens.user.refresh-in.passed',
    title: 'Once refresh_in has passed the token is renewed',
    requirement: requirements.earlyRenewal,
    level: 'SHOULD',
    severity: 'low',
    gains: 'Nothing; but a short outage of the sign-in service then meets tokens at their end.',
    start: longLived,
    steps: [
      signIn('first', { control: true }),
      { do: 'token-lifetime', expiresIn: null, refreshIn: null },
      mark,
      later(35 * minute),
      callApi('after'),
      { do: 'wait', for: { endpoint: 'entra.token', atLeast: 1 }, withinMs: 3000 },
      tokenRequests({ atMost: 2 }, 'one token was renewed more than twice'),
    ],
  },
  {
    ...signedInStill,
    id: 'caches.tokens.user.refresh-in.outage',
    title: 'While the renewal that refresh_in asks for fails, the old token goes on to serve',
    requirement: requirements.earlyRenewal,
    level: 'MUST',
    severity: 'high',
    gains: 'Nothing; but a hiccup of the sign-in service stops users whose tokens are still good.',
    start: longLived,
    steps: [
      signIn('first', { control: true }),
      later(35 * minute),
      { do: 'fault', endpoint: 'entra.token', action: { do: 'status', status: 503 } },
      mark,
      ...repeated(3, (n) => callApi(`call ${n}`)),
      {
        do: 'ledger',
        of: 'guarded-resource',
        exactly: 3,
        same: ['bearer'],
        because: 'the old token is good for another twenty minutes',
      },
    ],
  },
]
