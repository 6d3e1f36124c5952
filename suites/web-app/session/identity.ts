import type { ClientCase, ClientStep } from '../../../harness/client-case.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { requirements } from '../requirements.ts'
import { apiRequests, callApi, home, mark, signedIn } from '../steps.ts'

const fixation: ClientFamily = {
  requirement: requirements.rotation,
  level: 'MUST',
  severity: 'high',
  maker: 'anyone',
  gains: "An attacker who knew the session's cookie before the sign-in is signed in with the victim.",
  system: 'web-app',
}

/** The home page with cookies from elsewhere must not know that user. */
function strangers(label: string, cookie: string, name: string): ClientStep {
  return home('stranger', { label, headers: { cookie }, expect: { shows: 'answered', lacks: [name] } })
}

/** Whose session it is, and that it stays theirs. */
export const identityCases: readonly ClientCase[] = [
  clientCase(fixation, {
    id: 'web-app.session.rotated',
    title: 'Cookies from before the sign-in are worth nothing after it',
    steps: [
      {
        do: 'visit',
        label: 'beginning to sign in',
        at: 'page.signIn',
        browser: 'victim',
        follow: 'none',
        control: true,
        capture: { before: 'session' },
      },
      home('victim', { label: 'the home page before', control: true }),
      signedIn('victim'),
      strangers('the home page with the cookies from before', '${before}', '${userDisplayName}'),
    ],
  }),
  clientCase(fixation, {
    id: 'web-app.session.rotated-from-anonymous',
    title: 'Cookies of an anonymous visit are worth nothing after the sign-in',
    steps: [
      home('victim', { label: 'an anonymous visit', control: true, capture: { before: 'session' } }),
      signedIn('victim'),
      strangers('the home page with the cookies of the anonymous visit', '${before}', '${userDisplayName}'),
    ],
  }),
  clientCase(fixation, {
    id: 'web-app.session.planted',
    title: 'A session that an attacker planted does not become the victim’s',
    needs: ['query-response'],
    steps: [
      signedIn('attacker', { user: 'second', capture: { planted: 'session' } }),
      signedIn('victim', {
        deliver: false,
        capture: { own: 'session', code: 'response.code', state: 'response.state' },
      }),
      {
        do: 'visit',
        label: 'the response with the planted cookies before the own',
        at: 'page.callback',
        browser: 'victim',
        follow: 'none',
        query: { code: '${code}', state: '${state}' },
        headers: { cookie: '${planted}; ${own}' },
        expect: { shows: 'answered' },
      },
      strangers("the attacker's session", '${planted}', '${userDisplayName}'),
    ],
  }),
  clientCase(fixation, {
    id: 'web-app.session.ended-by-another-sign-in',
    title: 'Signing in again ends the session before',
    severity: 'medium',
    gains: 'A cookie that was stolen before goes on, although the user signed in anew.',
    steps: [
      signedIn('user', { capture: { first: 'session' } }),
      signedIn('user'),
      strangers('the home page with the cookies of the first session', '${first}', '${userDisplayName}'),
      home('user', { expect: { shows: 'signed-in' } }),
    ],
  }),
  clientCase(fixation, {
    id: 'web-app.session.invented',
    title: 'An invented session is nobody’s',
    requirement: requirements.authenticated,
    severity: 'critical',
    needs: ['page.protected'],
    gains: 'Anybody is let in.',
    steps: [
      signedIn('user'),
      {
        do: 'visit',
        label: 'a protected page with invented cookies',
        at: 'page.protected',
        browser: 'none',
        headers: { cookie: 'session=1; connect.sid=1; sessionid=1; user=${userId}; sid=${userId}; token=1' },
        expect: { shows: 'refused' },
      },
    ],
  }),
  clientCase(fixation, {
    id: 'web-app.session.protected',
    title: 'A protected page leads to the sign-in where nobody is signed in',
    requirement: requirements.authenticated,
    severity: 'critical',
    needs: ['page.protected'],
    gains: 'Anybody is let in.',
    steps: [
      {
        do: 'visit',
        label: 'a protected page without a session',
        at: 'page.protected',
        browser: 'none',
        expect: { shows: 'refused', status: ['3xx', '4xx', '2xx'], lacks: ['${userId}'] },
      },
      apiRequests({ exactly: 0, because: 'the API was called for nobody' }),
    ],
  }),
  clientCase(fixation, {
    id: 'web-app.session.platform-headers',
    title: 'Headers in which platforms name the user sign nobody in',
    requirement: requirements.authenticated,
    severity: 'critical',
    needs: ['page.protected'],
    gains: 'Anybody is let in as whom they like, by a header.',
    steps: [
      {
        do: 'visit',
        label: 'a protected page with headers that name a user',
        at: 'page.protected',
        browser: 'none',
        headers: {
          'x-ms-client-principal-id': '${userId}',
          'x-ms-client-principal-name': '${userName}',
          'x-ms-client-principal': 'eyJ1c2VyIjoib25lIn0=',
          'x-forwarded-user': '${userName}',
          'remote-user': '${userName}',
        },
        expect: { shows: 'refused', lacks: ['${userDisplayName}'] },
      },
    ],
  }),
]

const apart: ClientFamily = {
  ...fixation,
  requirement: requirements.usersApart,
  severity: 'critical',
  gains: "One user sees another's data and acts with another's token.",
  needs: ['page.callApi'],
}

const usersOf = ['first', 'second'] as const

/** Users side by side. */
export const isolationCases: readonly ClientCase[] = [
  clientCase(apart, {
    id: 'web-app.session.two-users',
    title: 'Two users side by side see themselves, and the API gets the token of each',
    steps: [
      signedIn('one'),
      signedIn('two', { user: 'second' }),
      mark,
      callApi('one', {
        label: 'the first user',
        expect: { status: '2xx', contains: ['${userId}'], lacks: ['${secondUserId}'] },
      }),
      callApi('two', {
        label: 'the second user',
        expect: { status: '2xx', contains: ['${secondUserId}'], lacks: ['${userId}'] },
      }),
      callApi('one', {
        label: 'the first user again',
        expect: { status: '2xx', contains: ['${userId}'], lacks: ['${secondUserId}'] },
      }),
      apiRequests({ exactly: 3, because: 'the API was not called for each' }),
    ],
  }),
  clientCase(apart, {
    id: 'web-app.session.one-user-in-two-browsers',
    title: 'Signing out in one browser leaves the same user signed in in another',
    level: 'SHOULD',
    severity: 'low',
    needs: ['page.signOut'],
    gains: 'Nothing is gained; a user is thrown out of a session that is their own.',
    steps: [
      signedIn('one'),
      signedIn('two'),
      { do: 'visit', at: 'page.signOut', browser: 'one' },
      home('two', { expect: { shows: 'signed-in' } }),
    ],
  }),
  clientCase(apart, {
    id: 'web-app.session.another-user-in-the-same-browser',
    title: 'When another user signs in in the same browser, the first one’s token is not used',
    steps: [
      signedIn('shared'),
      callApi('shared', { control: true }),
      // Else Entra ID would sign in the user that this browser has there.
      signedIn('shared', { user: 'second', request: { prompt: 'select_account' } }),
      mark,
      callApi('shared', { expect: { status: '2xx', contains: ['${secondUserId}'], lacks: ['${userId}'] } }),
      apiRequests({
        atLeast: 1,
        each: { bearer: { claims: { oid: '${secondUserId}' } } },
        because: 'the API was called with the token of the user before',
      }),
    ],
  }),
  clientCase(apart, {
    id: 'web-app.session.fifty-at-once',
    title: 'Fifty users who sign in and call the API at once each see themselves',
    isolation: 'fresh',
    steps: [
      { do: 'burst', label: 'fifty sign-ins at once', times: 50, users: usersOf, of: { do: 'sign-in' } },
      mark,
      {
        do: 'burst',
        label: 'fifty calls at once',
        times: 50,
        users: usersOf,
        of: { do: 'visit', at: 'page.callApi', expect: { status: '2xx', contains: ['${visitorId}'] } },
      },
      apiRequests({
        exactly: 50,
        distinct: ['bearer'],
        because: 'users share a token, or the API was not called for each',
      }),
    ],
  }),
  clientCase(apart, {
    id: 'web-app.session.renewals-at-once',
    title: 'Tokens renewed at once for two users do not get mixed up',
    isolation: 'fresh',
    steps: [
      { do: 'token-lifetime', expiresIn: 60 },
      { do: 'burst', label: 'twenty sign-ins at once', times: 20, users: usersOf, of: { do: 'sign-in' } },
      mark,
      {
        do: 'burst',
        label: 'twenty calls at once, each of which renews',
        times: 20,
        users: usersOf,
        of: { do: 'visit', at: 'page.callApi', expect: { status: '2xx', contains: ['${visitorId}'] } },
      },
    ],
  }),
  clientCase(apart, {
    id: 'web-app.session.renewal-for-another-user',
    title: 'An ID token of another user that comes with a renewal does not change who is signed in',
    requirement: requirements.subjectStays,
    severity: 'high',
    maker: 'issuer-only',
    isolation: 'fresh',
    steps: [
      { do: 'token-lifetime', expiresIn: 60 },
      signedIn('user'),
      {
        do: 'tamper',
        token: 'id_token',
        grant: 'refresh_token',
        mutations: [
          {
            op: 'set',
            part: 'claims',
            values: {
              oid: '${secondUserId}',
              sub: 'another-subject',
              name: '${secondUserDisplayName}',
              preferred_username: '${secondUserName}',
            },
          },
        ],
      },
      callApi('user', {
        label: 'calling the API with a renewed token',
        expect: { shows: 'answered', lacks: ['${secondUserDisplayName}'] },
      }),
      home('user', { expect: { shows: 'answered', lacks: ['${secondUserDisplayName}'] } }),
    ],
  }),
]
