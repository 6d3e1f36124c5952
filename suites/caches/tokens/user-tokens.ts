import type { ClientCase } from '../../../harness/client-case.ts'
import { requirements } from '../requirements.ts'
import {
  atOnce,
  callApi,
  claimsChallenge,
  hour,
  later,
  mark,
  minute,
  movable,
  repeated,
  signIn,
  tokenRequests,
} from '../steps.ts'
import { signedInStill, user } from './user-token-family.ts'
import { earlyRenewalCases, renewalCases } from './user-token-renewal.ts'

const reuse: readonly ClientCase[] = [
  {
    ...user,
    id: 'caches.tokens.user.reused',
    title: 'Five calls of the API, one after the other, are made with one access token',
    requirement: requirements.cached,
    steps: [
      signIn('five calls', { control: true }),
      mark,
      ...repeated(5, (n) => callApi(`call ${n}`, { browser: 'five calls' })),
      tokenRequests({ exactly: 0 }, 'a token that is good for an hour was asked for again'),
      {
        do: 'ledger',
        of: 'guarded-resource',
        exactly: 5,
        same: ['bearer'],
        because: 'each call is to be made, and with the token that is in the cache',
      },
    ],
  },
  {
    ...user,
    id: 'caches.tokens.user.reused-at-once',
    title: 'Ten calls of the API at once are made with the token that is in the cache',
    requirement: requirements.cached,
    steps: [
      signIn('ten calls', { control: true }),
      mark,
      atOnce(10, callApi('call', { browser: 'ten calls' })),
      tokenRequests({ exactly: 0 }, 'calls at the same time went past the cache'),
    ],
  },
  {
    ...signedInStill,
    id: 'caches.tokens.user.reused-until-margin',
    title: 'An access token is used as long as it has more than five minutes left',
    requirement: requirements.cached,
    level: 'SHOULD',
    severity: 'low',
    start: movable([{ do: 'token-lifetime', expiresIn: hour }]),
    steps: [
      signIn('first', { control: true }),
      mark,
      later(50 * minute),
      callApi('with ten minutes left'),
      tokenRequests({ exactly: 0 }, 'a token with ten minutes left was not used'),
    ],
  },
]

const challenged: ClientCase = {
  ...user,
  id: 'caches.tokens.user.claims-challenge',
  title: 'A claims challenge of the API bypasses the cache: the call is made with another token',
  requirement: requirements.claimsChallenge,
  severity: 'high',
  needs: ['page.callApi', 'step-up'],
  gains: 'Nothing; but the user is sent to sign in again and again, with the token that has been refused.',
  steps: [
    signIn('first', { control: true }),
    callApi('before', { control: true }),
    claimsChallenge('guarded-resource', { from: 1, to: 1 }),
    mark,
    callApi('challenged', { follow: 'all' }),
    {
      do: 'ledger',
      of: 'guarded-resource',
      exactly: 2,
      distinct: ['bearer'],
      because: 'the token that had been refused was sent again',
    },
  ],
}

/** A user's access tokens: kept, renewed in time, and once. */
export const userTokenCases: readonly ClientCase[] = [...reuse, ...renewalCases, ...earlyRenewalCases, challenged]
