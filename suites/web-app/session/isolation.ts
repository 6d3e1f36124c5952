import type { ClientCase } from '../../../harness/client-case.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { requirements } from '../requirements.ts'
import { apiRequests, callApi, home, mark, signedIn } from '../steps.ts'
import { fixation } from './identity.ts'

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
