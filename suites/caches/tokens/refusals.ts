import type { ClientCase, ClientStep, PlatformStep } from '../../../harness/client-case.ts'
import { requirements } from '../requirements.ts'
import {
  callApi,
  callApiAfterSignIn,
  longestWaitMs,
  mark,
  renewing,
  signIn,
  tokenError,
  tokenRequests,
} from '../steps.ts'

const refusal = {
  kind: 'client',
  system: 'web-app',
  level: 'MUST',
  severity: 'high',
  maker: 'another-client',
  needs: ['page.callApi'],
  start: renewing,
  gains: 'Nothing; but the user is stuck with an error, or sent in circles, until the browser forgets the session.',
} satisfies Partial<ClientCase>

interface Refusal {
  readonly name: string
  /** Ends the sentence "A renewal that … leads to a new sign-in". */
  readonly what: string
  readonly cause: PlatformStep
  /** Makes Entra ID take the user again. */
  readonly mended: PlatformStep
}

const clear: PlatformStep = { do: 'clear-faults' }

/** Refusals at which only the user can help. */
const refusals: readonly Refusal[] = [
  {
    name: 'revoked',
    what: 'Entra ID refuses because the user’s sessions were revoked',
    cause: { do: 'user', user: 'first', revokeSessions: true },
    mended: clear,
  },
  {
    name: 'user-disabled',
    what: 'Entra ID refuses because the account is disabled',
    cause: { do: 'user', user: 'first', disabled: true },
    mended: { do: 'user', user: 'first', disabled: false },
  },
  {
    name: 'consent-withdrawn',
    what: 'Entra ID refuses because the consent was withdrawn',
    cause: { do: 'consent', change: 'revoke' },
    mended: { do: 'consent', change: 'grant' },
  },
  { name: 'invalid-grant', what: 'ends in invalid_grant', cause: tokenError('invalid_grant', 70_008), mended: clear },
  {
    name: 'bad-token',
    what: 'ends in invalid_grant with the suberror bad_token',
    cause: tokenError('invalid_grant', 700_082, { suberror: 'bad_token' }),
    mended: clear,
  },
  {
    name: 'consent-required',
    what: 'ends in invalid_grant with the suberror consent_required',
    cause: tokenError('invalid_grant', 65_001, { suberror: 'consent_required' }),
    mended: clear,
  },
  {
    name: 'interaction-required',
    what: 'ends in interaction_required',
    cause: tokenError('interaction_required', 50_076, { suberror: 'basic_action' }),
    mended: clear,
  },
  {
    name: 'login-required',
    what: 'ends in login_required',
    cause: tokenError('login_required', 50_058),
    mended: clear,
  },
]

const renewed: readonly ClientStep[] = [signIn('first', { control: true }), callApi('before', { control: true })]

function leadsToSignIn({ name, what, cause, mended }: Refusal): ClientCase {
  return {
    ...refusal,
    id: `caches.tokens.refused.${name}`,
    title: `A renewal that ${what} leads to a new sign-in, and that works`,
    requirement: requirements.interaction,
    steps: [
      ...renewed,
      cause,
      mark,
      callApi('refused', { expect: { redirect: { to: 'sign-in' } } }),
      tokenRequests({ atLeast: 1, atMost: 2 }, 'the refresh token was not tried, or again and again'),
      {
        do: 'ledger',
        of: 'guarded-resource',
        exactly: 0,
        because: 'the API was called with a token that could not be renewed',
      },
      mended,
      callApiAfterSignIn('signed in again'),
    ],
  }
}

const further: readonly ClientCase[] = [
  {
    ...refusal,
    id: 'caches.tokens.refused.forgotten',
    title: 'A refresh token that was refused is not sent again with every page',
    requirement: requirements.deadGrant,
    level: 'SHOULD',
    severity: 'low',
    gains: 'Nothing; but each page of a user who is gone asks the sign-in service in vain.',
    steps: [
      ...renewed,
      tokenError('invalid_grant', 700_082, { suberror: 'bad_token' }),
      callApi('refused', { expect: { redirect: { to: 'sign-in' } } }),
      mark,
      callApi('once more', { expect: { redirect: { to: 'sign-in' } } }),
      tokenRequests({ exactly: 0 }, 'the refresh token that had been refused was sent again'),
    ],
  },
  {
    ...refusal,
    id: 'caches.tokens.refused.no-loop',
    title: 'When the new sign-in is refused too, the user sees an error and is not sent round in circles',
    requirement: requirements.interaction,
    steps: [
      ...renewed,
      tokenError('invalid_grant', 70_008),
      mark,
      callApiAfterSignIn('signs in again', { expect: { shows: 'error' } }),
      { do: 'ledger', of: 'entra.authorize', atMost: 4, because: 'the user was sent to sign in again and again' },
      tokenRequests({ atMost: 4 }, 'the token endpoint was asked again and again'),
    ],
  },
  {
    ...refusal,
    id: 'caches.tokens.refused.rotated',
    title: 'Each renewal is made with the refresh token of the one before',
    requirement: requirements.rotation,
    gains: 'Nothing; but the user must sign in again when the first refresh token ends, however often the app is used.',
    steps: [
      signIn('first', { control: true }),
      mark,
      callApi('first renewal'),
      callApi('second renewal'),
      callApi('third renewal'),
      {
        do: 'ledger',
        of: 'entra.token',
        where: { form: { grant_type: 'refresh_token' } },
        exactly: 3,
        distinct: ['form.refresh_token'],
        because: 'a refresh token was used twice although a newer one had come',
      },
    ],
  },
]

interface Outage {
  readonly name: string
  /** Ends the sentence "While the token endpoint …". */
  readonly what: string
  readonly cause: PlatformStep
}

const token = 'entra.token'
const outages: readonly Outage[] = [
  {
    name: 'server-error',
    what: 'answers 500',
    cause: { do: 'fault', endpoint: token, action: { do: 'status', status: 500 } },
  },
  {
    name: 'unavailable',
    what: 'answers 503',
    cause: { do: 'fault', endpoint: token, action: { do: 'status', status: 503 } },
  },
  { name: 'reset', what: 'breaks off', cause: { do: 'fault', endpoint: token, action: { do: 'reset' } } },
  { name: 'html', what: 'is a page of a network', cause: { do: 'fault', endpoint: token, action: { do: 'html' } } },
  {
    name: 'truncated',
    what: 'ends in the middle of its answer',
    cause: { do: 'fault', endpoint: token, action: { do: 'truncate', afterBytes: 60 } },
  },
]

/** MSAL asks nothing for a minute after a 429 or a 5xx without Retry-After. */
const longestThrottleSeconds = 61

function survives({ name, what, cause }: Outage): ClientCase {
  return {
    ...refusal,
    id: `caches.tokens.outage.${name}`,
    title: `While the token endpoint ${what} the user sees an error, and goes on afterwards without signing in`,
    requirement: requirements.transient,
    isolation: 'fresh',
    start: { ...renewing, clock: true },
    gains: 'Nothing; but a hiccup of the sign-in service signs every user out, or hangs every page.',
    steps: [
      ...renewed,
      cause,
      mark,
      callApi('during the outage', { expect: { shows: 'error', atMostMs: longestWaitMs } }),
      tokenRequests({ atLeast: 1, atMost: 5 }, 'the token endpoint was asked again and again'),
      clear,
      { do: 'clock', of: 'both', seconds: longestThrottleSeconds },
      callApi('afterwards'),
      { do: 'ledger', of: 'entra.authorize', exactly: 0, because: 'the outage cost the user the session' },
    ],
  }
}

/** When the token endpoint does not give a new token. */
export const refusalCases: readonly ClientCase[] = [
  ...refusals.map(leadsToSignIn),
  ...further,
  ...outages.map(survives),
]
