import type { ClientCase, ClientStep, VisitStep } from '../../../harness/client-case.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { requirements } from '../requirements.ts'
import { apiRequests, callApi, home, mark, signedIn } from '../steps.ts'

/** What a session that goes on is worth to others. */
export const signOut: ClientFamily = {
  requirement: requirements.termination,
  level: 'MUST',
  severity: 'high',
  maker: 'anyone',
  gains: 'Whoever has the cookie, or the machine, goes on in the session that the user ended.',
  system: 'web-app',
  needs: ['page.signOut'],
}

const leave: VisitStep = { do: 'visit', label: 'signing out', at: 'page.signOut', browser: 'user' }

/** The cookies of the session before, from elsewhere. */
export const replayed: ClientStep = home('stranger', {
  label: 'the home page with the cookies from before',
  headers: { cookie: '${session}' },
  expect: { shows: 'answered', lacks: ['${userDisplayName}'] },
})

/** The user signs out in the app. */
export const signOutCases: readonly ClientCase[] = [
  clientCase(signOut, {
    id: 'web-app.session.signed-out',
    title: 'After signing out nobody is signed in in this browser',
    steps: [signedIn('user'), leave, home('user', { expect: { shows: 'signed-out' } })],
  }),
  clientCase(signOut, {
    id: 'web-app.session.signed-out-cookie-replayed',
    title: 'The cookies of a session that was signed out are worth nothing',
    steps: [signedIn('user', { capture: { session: 'session' } }), leave, replayed],
  }),
  clientCase(signOut, {
    id: 'web-app.session.signed-out-api',
    title: 'After signing out the API is not called for the user any more, with old cookies neither',
    needs: ['page.callApi'],
    steps: [
      signedIn('user', { capture: { session: 'session' } }),
      leave,
      mark,
      callApi('user', { label: 'calling the API', expect: { shows: 'refused' } }),
      callApi('stranger', {
        label: 'calling the API with the old cookies',
        headers: { cookie: '${session}' },
        expect: { shows: 'answered', lacks: ['${userId}'] },
      }),
      apiRequests({ exactly: 0, because: 'the API was called for a user who had signed out' }),
    ],
  }),
  clientCase(signOut, {
    id: 'web-app.session.signed-out-at-entra',
    title: 'Signing out leads to the end_session_endpoint of the tenant',
    requirement: requirements.signOutEverywhere,
    level: 'SHOULD',
    severity: 'medium',
    gains: 'The next one at the machine is signed in by one click, without a password.',
    steps: [
      signedIn('user'),
      {
        ...leave,
        expect: { redirect: { to: 'entra-logout', url: '/\\/(?:${tenantId|regex}|${tenantDomain|regex})\\//' } },
      },
    ],
  }),
  clientCase(signOut, {
    id: 'web-app.session.signed-out-and-back',
    title: 'After Entra ID the browser comes back to a page of the app',
    requirement: requirements.postLogout,
    level: 'SHOULD',
    severity: 'low',
    gains: 'Nothing is gained; the user stays at Entra ID.',
    steps: [
      signedIn('user'),
      {
        ...leave,
        expect: {
          redirect: { to: 'entra-logout', query: { post_logout_redirect_uri: '/^${baseUrl|regex}(?:\\/|$)/' } },
        },
      },
    ],
  }),
  clientCase(signOut, {
    id: 'web-app.session.signed-out-elsewhere-refused',
    title: 'Signing out leads to no address that the request names',
    requirement: requirements.openRedirect,
    severity: 'medium',
    gains: 'A link to the app leads to a site that looks like it.',
    steps: [
      signedIn('user'),
      {
        ...leave,
        query: {
          post_logout_redirect_uri: 'https://${canaryHost}/',
          returnTo: 'https://${canaryHost}/',
          returnUrl: 'https://${canaryHost}/',
          next: 'https://${canaryHost}/',
        },
        expect: { shows: 'answered', lacks: ['/^location:.*${canaryHost|regex}/im'] },
      },
    ],
  }),
  clientCase(signOut, {
    id: 'web-app.session.signed-out-twice',
    title: 'Signing out where nobody is signed in breaks nothing',
    requirement: requirements.failures,
    severity: 'low',
    gains: 'An error page in place of the end.',
    steps: [
      signedIn('user'),
      leave,
      { ...leave, label: 'signing out again', expect: { shows: 'answered', status: ['2xx', '3xx', '4xx'] } },
      { ...leave, label: 'signing out as a stranger', browser: 'none', expect: { shows: 'answered' } },
    ],
  }),
  clientCase(signOut, {
    id: 'web-app.session.signed-in-again',
    title: 'After signing out the user can sign in again',
    requirement: requirements.failures,
    severity: 'medium',
    gains: 'Nothing is gained; the user is locked out.',
    steps: [signedIn('user'), leave, { do: 'sign-in', label: 'signing in again', browser: 'user' }],
  }),
]
