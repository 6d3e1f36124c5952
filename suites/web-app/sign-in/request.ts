import type { ClientCase } from '../../../harness/client-case.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { microsoft, oidc, rfc } from '../../client-requirements.ts'

const request: ClientFamily = {
  requirement: microsoft(
    'entra/identity-platform/v2-oauth2-auth-code-flow',
    'authorization code flow',
    'The client MUST ask for a code with its registered redirect URI and the scopes it needs.',
  ),
  level: 'MUST',
  severity: 'medium',
  maker: 'anyone',
  gains: 'Nothing by itself; what the response is protected by is missing.',
  system: 'web-app',
}

const start = { do: 'visit', at: 'page.signIn', browser: 'user' } as const

/** What the app sends the browser to Entra ID with. */
export const requestCases: readonly ClientCase[] = [
  clientCase(request, {
    id: 'web-app.sign-in.request-code',
    title: 'The app asks for a code with its registered redirect URI',
    steps: [
      {
        ...start,
        expect: {
          redirect: {
            to: 'authorize',
            query: { response_type: 'code', redirect_uri: '${redirectUri}', client_id: '${webAppClientId}' },
          },
        },
      },
    ],
  }),
  clientCase(
    {
      ...request,
      severity: 'high',
      requirement: rfc(
        9700,
        '2.1.1',
        'Clients MUST prevent authorization code injection; PKCE with S256 SHOULD be used.',
      ),
    },
    {
      id: 'web-app.sign-in.request-pkce',
      title: 'The app uses PKCE with S256',
      needs: ['pkce'],
      steps: [
        {
          ...start,
          expect: {
            redirect: {
              to: 'authorize',
              query: { code_challenge_method: 'S256', code_challenge: '/^[\\w-]{43}$/' },
            },
          },
        },
      ],
    },
  ),
  clientCase(
    {
      ...request,
      severity: 'high',
      requirement: oidc('3.1.2.1', 'AuthRequest', 'The nonce MUST have enough entropy that nobody can guess it.'),
    },
    {
      id: 'web-app.sign-in.request-unguessable',
      title: 'State and nonce are there, long, and other ones each time',
      steps: [
        {
          ...start,
          expect: { redirect: { to: 'authorize', query: { state: '/^.{16,}$/', nonce: '/^.{16,}$/' } } },
          capture: { state: 'location.query.state', nonce: 'location.query.nonce' },
        },
        {
          ...start,
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
]
