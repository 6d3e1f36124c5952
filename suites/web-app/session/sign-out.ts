import type { ClientCase, ClientStep, VisitStep } from '../../../harness/client-case.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { requirements } from '../requirements.ts'
import { apiRequests, callApi, home, mark, nothingLike, signedIn } from '../steps.ts'

const signOut: ClientFamily = {
  requirement: requirements.termination,
  level: 'MUST',
  severity: 'high',
  maker: 'anyone',
  gains: 'Whoever has the cookie, or the machine, goes on in the session that the user ended.',
  system: 'web-app',
  needs: ['page.signOut'],
}

const leave: VisitStep = { do: 'visit', label: 'signing out', at: 'page.signOut', browser: 'user' }

const replayed: ClientStep = home('stranger', {
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

const frontChannel: ClientFamily = {
  ...signOut,
  requirement: requirements.frontChannel,
  severity: 'medium',
  gains: 'A user who signed out of Microsoft 365 is still signed in here.',
  needs: ['page.frontChannelLogout'],
}

/** How Entra ID asks: in a hidden frame, to which browsers give no cookies of another site. */
function hiddenFrame(query: Readonly<Record<string, string>>): VisitStep {
  return {
    do: 'visit',
    label: 'the front-channel logout URL',
    at: 'page.frontChannelLogout',
    browser: 'none',
    query,
    expect: { status: '2xx' },
  }
}

const own = { sid: '${sid}', iss: '${issuer}' } as const
const capture = { sid: 'response.session_state', session: 'session' } as const

/** The user signs out somewhere else. */
export const frontChannelCases: readonly ClientCase[] = [
  clientCase(frontChannel, {
    id: 'web-app.session.front-channel',
    title: 'Front-channel logout ends the session that sid names',
    steps: [signedIn('user', { capture }), hiddenFrame(own), home('user', { expect: { shows: 'signed-out' } })],
  }),
  clientCase(frontChannel, {
    id: 'web-app.session.front-channel-cookie-replayed',
    title: 'Cookies of a session that front-channel logout ended are worth nothing',
    steps: [signedIn('user', { capture }), hiddenFrame(own), replayed],
  }),
  clientCase(frontChannel, {
    id: 'web-app.session.front-channel-of-another',
    title: 'Front-channel logout of one user leaves the others signed in',
    gains: 'One user signs everybody out.',
    steps: [
      signedIn('user', { capture }),
      signedIn('another', { user: 'second' }),
      hiddenFrame(own),
      home('another', { expect: { shows: 'signed-in' } }),
    ],
  }),
  clientCase(frontChannel, {
    id: 'web-app.session.front-channel-unknown',
    title: 'Front-channel logout with an unknown sid, or without one, ends nobody else’s session',
    severity: 'low',
    gains: 'Anybody signs everybody out.',
    steps: [
      signedIn('user'),
      {
        ...hiddenFrame({ sid: '00000000-0000-4000-8000-000000000000', iss: '${issuer}' }),
        expect: { shows: 'answered' },
      },
      { ...hiddenFrame({}), expect: { shows: 'answered' } },
      home('user', { expect: { shows: 'signed-in' } }),
    ],
  }),
  clientCase(frontChannel, {
    id: 'web-app.session.front-channel-issuer',
    title: 'Front-channel logout that names another issuer ends nothing',
    requirement: requirements.frontChannelIssuer,
    level: 'SHOULD',
    severity: 'low',
    gains: 'Another tenant signs users out.',
    steps: [
      signedIn('user', { capture }),
      {
        ...hiddenFrame({ sid: '${sid}', iss: 'https://login.microsoftonline.com/${otherTenantId}/v2.0' }),
        expect: { shows: 'answered' },
      },
      home('user', { expect: { shows: 'signed-in' } }),
    ],
  }),
  clientCase(frontChannel, {
    id: 'web-app.session.front-channel-framed',
    title: 'The front-channel logout page may be put into a frame of Entra ID',
    level: 'SHOULD',
    severity: 'low',
    gains: 'Browsers show nothing in the frame; whether the request gets through is up to them.',
    steps: [
      signedIn('user', { capture }),
      {
        ...hiddenFrame(own),
        expect: {
          headers: { 'x-frame-options': null },
          contains: [nothingLike('frame-ancestors .(?:none|self)')],
        },
      },
    ],
  }),
]
