import type { ClientCase, ClientStep, UserName } from '../../../harness/client-case.ts'
import { requirements } from '../requirements.ts'
import { callApi, mark, renewing, signIn, tokenRequests } from '../steps.ts'

const apart = {
  kind: 'client',
  system: 'web-app',
  level: 'MUST',
  severity: 'critical',
  maker: 'anyone',
  needs: ['page.callApi'],
  requirement: requirements.usersApart,
  gains: "A user reads and changes another user's data, in that user's name.",
} satisfies Partial<ClientCase>

/** One call, and whose token the API saw. */
function callAs(browser: string, user: string): readonly ClientStep[] {
  return [
    mark,
    callApi(`${browser} calls`, { browser }),
    {
      do: 'ledger',
      of: 'guarded-resource',
      exactly: 1,
      each: { bearer: { claims: { oid: user } } },
      because: 'the API was called with the token of somebody else',
    },
  ]
}

function sideBySide(id: string, title: string, other: UserName, otherId: string): ClientCase {
  return {
    ...apart,
    id: `caches.tokens.isolation.${id}`,
    title,
    start: renewing,
    steps: [
      signIn('one', { control: true }),
      signIn('two', { user: other, control: true }),
      ...callAs('one', '${userId}'),
      ...callAs('two', otherId),
      ...callAs('one', '${userId}'),
    ],
  }
}

const signOut: ClientStep = {
  do: 'visit',
  label: 'signs out',
  browser: 'one',
  at: 'page.signOut',
  expect: { status: ['2xx', '3xx'] },
}

const sessionOfOne = { capture: { cookieOfOne: 'session' } } as const

/** The session as it was before, sent by somebody who kept its cookies. */
function oldSession(label: string): ClientStep {
  return callApi(label, {
    browser: 'none',
    headers: { cookie: '${cookieOfOne}' },
    expect: { redirect: { to: 'sign-in' } },
  })
}

const nothingAsked: readonly ClientStep[] = [
  tokenRequests({ exactly: 0 }, 'the refresh token of a user who had signed out was used'),
  { do: 'ledger', of: 'guarded-resource', exactly: 0, because: 'a token of a user who had signed out was used' },
]

const signedOut: readonly ClientCase[] = [
  {
    ...apart,
    id: 'caches.tokens.isolation.signed-out',
    title: "Signing out removes the user's tokens: whoever kept the cookie gets no call of the API",
    requirement: requirements.signedOutCache,
    severity: 'high',
    needs: ['page.callApi', 'page.signOut'],
    gains: 'A cookie that was copied before works after the user has signed out.',
    steps: [
      signIn('one', { control: true, ...sessionOfOne }),
      callApi('before', { browser: 'one', control: true }),
      signOut,
      mark,
      oldSession('the old cookie'),
      ...nothingAsked,
    ],
  },
  {
    ...apart,
    id: 'caches.tokens.isolation.signed-out-restart',
    title: 'A user who has signed out stays signed out after a restart',
    requirement: requirements.signedOutCache,
    severity: 'high',
    isolation: 'fresh',
    needs: ['page.callApi', 'page.signOut', 'persistent-session'],
    gains: 'A cookie that was copied before works again after a restart.',
    steps: [
      signIn('one', { control: true, ...sessionOfOne }),
      callApi('before', { browser: 'one', control: true }),
      signOut,
      { do: 'restart' },
      mark,
      oldSession('the old cookie'),
      ...nothingAsked,
    ],
  },
  {
    ...apart,
    id: 'caches.tokens.isolation.signed-out-others',
    title: "Signing out leaves the other users' tokens where they are",
    requirement: requirements.usersApart,
    severity: 'medium',
    needs: ['page.callApi', 'page.signOut'],
    gains: 'Anyone who signs out signs everybody out.',
    steps: [
      signIn('one', { control: true }),
      signIn('two', { user: 'second', control: true }),
      callApi('before', { browser: 'two', control: true }),
      signOut,
      ...callAs('two', '${secondUserId}'),
      tokenRequests({ exactly: 0 }, 'the other user’s token was gone from the cache'),
    ],
  },
  {
    ...apart,
    id: 'caches.tokens.isolation.next-user',
    title: 'Who signs in after another user in the same browser acts in the own name alone',
    needs: ['page.callApi', 'page.signOut'],
    start: renewing,
    steps: [
      signIn('one', { control: true }),
      callApi('before', { browser: 'one', control: true }),
      signOut,
      signIn('one', { user: 'second', request: { prompt: 'login' } }),
      ...callAs('one', '${secondUserId}'),
      ...callAs('one', '${secondUserId}'),
    ],
  },
]

/** Whose tokens are whose. */
export const isolationCases: readonly ClientCase[] = [
  sideBySide(
    'users',
    'Two users side by side: each renewal and each call is in the right name',
    'second',
    '${secondUserId}',
  ),
  sideBySide(
    'tenants',
    'A user and a guest from another tenant side by side: each renewal and each call is in the right name',
    'guest',
    '${guestUserId}',
  ),
  {
    ...apart,
    id: 'caches.tokens.isolation.scopes',
    title: 'A renewal asks for the scopes of the API and for no more than the sign-in did',
    severity: 'medium',
    start: renewing,
    steps: [
      signIn('one', { control: true }),
      mark,
      callApi('renewal', { browser: 'one' }),
      {
        do: 'ledger',
        of: 'entra.token',
        where: { form: { grant_type: 'refresh_token' } },
        atLeast: 1,
        each: { form: { scope: '/^(?:(?:${apiScope|regex}|openid|profile|offline_access|email)(?: |$))+$/' } },
        because: 'a renewal asked for a permission that is not declared',
      },
      {
        do: 'ledger',
        of: 'guarded-resource',
        each: { bearer: { claims: { aud: '${apiClientId}', scp: 'access_as_user' } } },
        because: 'the API was called with a token for something else',
      },
    ],
  },
  ...signedOut,
]
