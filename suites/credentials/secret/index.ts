import type { ClientCase, ClientStep } from '../../../harness/client-case.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { credentialRequirements as requirements } from '../requirements.ts'
import { atTokenEndpoint, authenticated, control, mark, noAssertion, noIdentity, refused, signIn } from '../steps.ts'

const family: ClientFamily = {
  requirement: requirements.authenticate,
  level: 'MUST',
  severity: 'high',
  maker: 'anyone',
  gains: 'Whoever reads the secret is the app, until somebody notices.',
  system: 'web-app',
  start: { credential: 'secret' },
}

type Refusal = 'other' | 'expired' | 'none'

/** The secret that the app has stops being right, and is right again. */
function notTaken(id: string, title: string, secret: Refusal, gains: string): ClientCase {
  return clientCase(
    { ...family, requirement: requirements.failClosed, severity: 'medium', gains },
    {
      id: `credentials.secret.${id}`,
      title,
      steps: [
        control,
        { do: 'registration', secret },
        mark,
        refused('user'),
        noAssertion,
        noIdentity,
        atTokenEndpoint({ atLeast: 1, atMost: 3, because: 'a refused credential is not tried again and again' }),
        { do: 'registration', secret: 'right' },
        signIn('later'),
      ],
    },
  )
}

const unauthenticated = 'Users cannot sign in, and nobody is told why.'

const start: ClientStep = { do: 'visit', at: 'page.signIn', browser: 'user', expect: { shows: 'answered' } }

/** The app proves itself with a secret. */
export const secretCases: readonly ClientCase[] = [
  clientCase(family, {
    id: 'credentials.secret.sent',
    title: 'Every request for a token carries the secret, in the body or as Basic',
    steps: [
      mark,
      signIn('user'),
      atTokenEndpoint({ atLeast: 1, because: 'no token was asked for' }),
      authenticated,
      atTokenEndpoint({ each: { method: 'POST' }, because: 'credentials travel in a POST' }),
    ],
  }),
  clientCase(
    { ...family, requirement: requirements.notInUrl },
    {
      id: 'credentials.secret.not-in-url',
      title: 'The secret is in no URL',
      steps: [
        mark,
        signIn('user'),
        { do: 'ledger', none: { query: { client_secret: '/./' } }, because: 'URLs are logged everywhere' },
        { do: 'ledger', none: { url: '/${clientSecret|regex}/' }, because: 'URLs are logged everywhere' },
      ],
    },
  ),
  clientCase(
    { ...family, requirement: requirements.oneMethod, severity: 'low', gains: 'The secret stands in two places.' },
    {
      id: 'credentials.secret.one-method',
      title: 'The secret is sent in one way, and no assertion beside it',
      steps: [
        mark,
        signIn('user'),
        atTokenEndpoint({
          none: { form: { client_secret: '/./' }, headers: { authorization: '/./' } },
          because: 'one request has two credentials',
        }),
        noAssertion,
        noIdentity,
      ],
    },
  ),
  clientCase(family, {
    id: 'credentials.secret.to-entra-alone',
    title: 'The secret goes to the token endpoint of the tenant and nowhere else',
    steps: [
      mark,
      signIn('user'),
      atTokenEndpoint({
        each: { url: '/^${authority|regex}\\/oauth2\\/v2\\.0\\/token$/' },
        because: 'another endpoint was sent the secret',
      }),
      {
        do: 'ledger',
        of: ['guarded-resource', 'entra.authorize', 'entra.keys.v2', 'entra.discovery.v2', 'graph.me'],
        none: { form: { client_secret: '/./' } },
        because: 'somebody else was sent the secret',
      },
    ],
  }),
  clientCase(family, {
    id: 'credentials.secret.refresh',
    title: 'A refresh carries the secret too',
    needs: ['page.callApi'],
    steps: [
      { do: 'token-lifetime', expiresIn: 60 },
      signIn('user', { control: true }),
      mark,
      { do: 'visit', at: 'page.callApi', browser: 'user', expect: { status: '2xx' } },
      atTokenEndpoint({
        where: { form: { grant_type: 'refresh_token' } },
        atLeast: 1,
        because: 'the token had a minute left and was not renewed',
      }),
      authenticated,
      noAssertion,
    ],
  }),
  clientCase(
    { ...family, requirement: requirements.notLogged },
    {
      id: 'credentials.secret.nowhere-else',
      title: 'The secret shows in no page, cookie or line of output, also where Entra ID refuses it',
      steps: [
        signIn('user', { control: true }),
        { do: 'registration', secret: 'other' },
        refused('late', { expect: { shows: 'refused', lacks: ['${clientSecret}'] } }),
        { do: 'output', lacks: ['${clientSecret}'], because: 'the output holds the secret' },
      ],
    },
  ),
  notTaken('wrong', 'A wrong secret is an error page, and no other credential is tried', 'other', unauthenticated),
  notTaken(
    'expired',
    'An expired secret is an error page, and no other credential is tried',
    'expired',
    unauthenticated,
  ),
  notTaken(
    'removed',
    'A secret that was removed is an error page, and no other credential is tried',
    'none',
    unauthenticated,
  ),
  clientCase(
    {
      ...family,
      requirement: requirements.failClosed,
      severity: 'medium',
      gains: 'Anybody is signed in without a code being redeemed.',
    },
    {
      id: 'credentials.secret.wrong-from-the-start',
      title: 'With a wrong secret from the start nobody is signed in, and the app says so',
      start: { credential: 'secret', platform: [{ do: 'registration', secret: 'other' }] },
      steps: [start, refused('user'), refused('another')],
    },
  ),
  ...(['absent', 'empty'] as const).map((credentialSettings) =>
    clientCase(
      { ...family, requirement: requirements.settings, level: 'SHOULD', severity: 'low', gains: unauthenticated },
      {
        id: `credentials.secret.setting-${credentialSettings}`,
        title: `With the setting ${credentialSettings} the app does not start, and names the setting`,
        start: {
          credential: 'secret',
          credentialSettings,
          expect: 'fails',
          output: ['/${credentialSettings}/'],
        },
        steps: [],
      },
    ),
  ),
  clientCase(
    {
      ...family,
      severity: 'medium',
      gains: 'The weaker credential is tried by itself when the stronger fails, and nobody notices.',
    },
    {
      id: 'credentials.secret.certificate-beside',
      title: 'With a certificate configured beside it the app does not try both',
      start: { credential: 'secret', beside: ['certificate'], expect: 'either' },
      steps: [
        mark,
        { do: 'sign-in', browser: 'user', expect: { shows: 'answered' } },
        atTokenEndpoint({
          none: { form: { client_secret: '/./', client_assertion: '/./' } },
          because: 'one request has two credentials',
        }),
        atTokenEndpoint({ atMost: 1, because: 'a second request tries another credential' }),
      ],
    },
  ),
]
