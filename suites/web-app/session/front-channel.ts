import type { ClientCase, VisitStep } from '../../../harness/client-case.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { requirements } from '../requirements.ts'
import { home, nothingLike, signedIn } from '../steps.ts'
import { replayed, signOut } from './sign-out.ts'

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
