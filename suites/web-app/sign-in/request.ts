import type { Checks, ClientCase, ClientStep } from '../../../harness/client-case.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { requirements } from '../requirements.ts'

const request: ClientFamily = {
  requirement: requirements.codeFlow,
  level: 'MUST',
  severity: 'medium',
  maker: 'anyone',
  gains: 'Nothing by itself; what the response is protected by is missing.',
  system: 'web-app',
}

/** The app leads to Entra ID with a request like this. */
function asks(query: Checks): ClientStep {
  return { do: 'visit', at: 'page.signIn', browser: 'user', expect: { redirect: { to: 'authorize', query } } }
}

/** Twenty sign-ins at once, none of which ends. */
const twenty: ClientStep = {
  do: 'burst',
  label: 'twenty sign-ins that begin at once',
  times: 20,
  of: { do: 'sign-in', deliver: false },
}

function neverTwice(id: string, title: string, parameter: string, more: Partial<ClientCase> = {}): ClientCase {
  return clientCase(
    { ...request, requirement: requirements.state, severity: 'high' },
    {
      id: `web-app.sign-in.${id}`,
      title,
      ...more,
      steps: [
        { do: 'mark' },
        twenty,
        {
          do: 'ledger',
          of: 'entra.authorize',
          atLeast: 20,
          distinct: [`query.${parameter}`],
          because: `${parameter} was the same in two sign-ins, or missing`,
        },
      ],
    },
  )
}

/** What the app sends the browser to Entra ID with. */
export const requestCases: readonly ClientCase[] = [
  clientCase(request, {
    id: 'web-app.sign-in.succeeds',
    title: 'A user signs in, and the app knows who it is',
    gains: 'Nothing is gained; the app does not do what it is for.',
    severity: 'high',
    steps: [{ do: 'sign-in', browser: 'user', expect: { shows: 'signed-in' } }],
  }),
  clientCase(request, {
    id: 'web-app.sign-in.guest-succeeds',
    title: 'A guest of the tenant signs in like a member',
    level: 'SHOULD',
    severity: 'low',
    gains: 'Nothing is gained; guests are locked out.',
    steps: [{ do: 'sign-in', browser: 'guest', user: 'guest', expect: { shows: 'signed-in' } }],
  }),
  clientCase(request, {
    id: 'web-app.sign-in.request-code',
    title: 'The app asks for a code with its registered redirect URI',
    steps: [asks({ response_type: 'code', redirect_uri: '${redirectUri}', client_id: '${webAppClientId}' })],
  }),
  clientCase(request, {
    id: 'web-app.sign-in.request-tenant',
    title: 'The app asks at the authority of its own tenant',
    requirement: requirements.tenant,
    gains: 'Users of any tenant get as far as the checks of the ID token.',
    steps: [
      {
        do: 'visit',
        at: 'page.signIn',
        browser: 'user',
        expect: {
          redirect: {
            to: 'authorize',
            url: '/^https:\\/\\/login\\.microsoftonline\\.com\\/(?:${tenantId|regex}|${tenantDomain|regex})\\//',
          },
        },
      },
    ],
  }),
  clientCase(request, {
    id: 'web-app.sign-in.request-openid',
    title: 'The request holds the scope openid',
    requirement: requirements.openId,
    steps: [asks({ scope: '/(?:^| )openid(?: |$)/' })],
  }),
  clientCase(request, {
    id: 'web-app.sign-in.request-scopes',
    title: 'The request holds the scopes that are declared and no others',
    requirement: requirements.scopes,
    gains: 'A stolen token can do more than the app has need of, and users consent to it.',
    steps: [asks({ scope: '/^(?:(?:openid|profile|email|offline_access|${apiScope|regex})(?: |$))+$/' })],
  }),
  clientCase(request, {
    id: 'web-app.sign-in.request-without-credentials',
    title: 'The address that the browser is sent to holds no credential',
    requirement: requirements.noSecretsInUrls,
    severity: 'critical',
    gains: 'The secret is in the history and the logs of everybody who signs in.',
    steps: [asks({ client_secret: null, client_assertion: null, code_verifier: null, id_token_hint: null })],
  }),
  clientCase(
    { ...request, severity: 'high', requirement: requirements.codeInjection },
    {
      id: 'web-app.sign-in.request-pkce',
      title: 'The app uses PKCE with S256',
      needs: ['pkce'],
      steps: [asks({ code_challenge_method: 'S256', code_challenge: '/^[\\w-]{43}$/' })],
    },
  ),
  clientCase(
    { ...request, severity: 'high', requirement: requirements.nonce },
    {
      id: 'web-app.sign-in.request-unguessable',
      title: 'State and nonce are there, long, and other ones each time',
      steps: [
        {
          do: 'visit',
          at: 'page.signIn',
          browser: 'user',
          expect: { redirect: { to: 'authorize', query: { state: '/^.{16,}$/', nonce: '/^.{16,}$/' } } },
          capture: { state: 'location.query.state', nonce: 'location.query.nonce' },
        },
        {
          do: 'visit',
          at: 'page.signIn',
          browser: 'user',
          label: 'a second time',
          expect: {
            redirect: {
              to: 'authorize',
              query: { state: '/^(?!${state|regex}$).+$/', nonce: '/^(?!${nonce|regex}$).+$/' },
            },
          },
        },
      ],
    },
  ),
  neverTwice('state-unique', 'State is another in each of twenty sign-ins at once', 'state'),
  neverTwice('nonce-unique', 'The nonce is another in each of twenty sign-ins at once', 'nonce', {
    requirement: requirements.nonce,
  }),
  neverTwice('challenge-unique', 'The code challenge is another in each of twenty sign-ins at once', 'code_challenge', {
    requirement: requirements.pkce,
    needs: ['pkce'],
  }),
]
