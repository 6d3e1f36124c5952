import type { ClientCase, ClientStep } from '../../../harness/client-case.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { requirements } from '../requirements.ts'
import { apiRequests, home, signedIn } from '../steps.ts'

/** What a session of one's choice is worth to an attacker. */
export const fixation: ClientFamily = {
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
