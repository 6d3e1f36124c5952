import type { ClientCase } from '../../../harness/client-case.ts'
import { requirements } from '../requirements.ts'
import { callApi, callApiAfterSignIn, mark, renewing, signIn, tokenRequests } from '../steps.ts'

const restarted = {
  kind: 'client',
  system: 'web-app',
  level: 'MUST',
  severity: 'medium',
  maker: 'another-client',
  isolation: 'fresh',
} satisfies Partial<ClientCase>

const persistent = {
  ...restarted,
  needs: ['page.callApi', 'persistent-session'],
  requirement: requirements.persistentCache,
  gains: 'Nothing; but each deployment signs every user out.',
} satisfies Partial<ClientCase>

/** What is left after the process ended. */
export const restartCases: readonly ClientCase[] = [
  {
    ...persistent,
    id: 'caches.tokens.restart.persistent',
    title: 'After a restart the user goes on, without signing in and without another token',
    steps: [
      signIn('first', { control: true }),
      callApi('before', { control: true }),
      { do: 'restart' },
      mark,
      callApi('after'),
      tokenRequests({ exactly: 0 }, 'the access token did not outlive the restart'),
      { do: 'ledger', of: 'entra.authorize', exactly: 0, because: 'the user was sent to sign in' },
    ],
  },
  {
    ...persistent,
    id: 'caches.tokens.restart.persistent-renewal',
    title: 'After a restart the token is renewed with the newest refresh token',
    requirement: requirements.rotation,
    start: renewing,
    steps: [
      signIn('first', { control: true }),
      mark,
      callApi('renewal before'),
      { do: 'restart' },
      callApi('renewal after'),
      {
        do: 'ledger',
        of: 'entra.token',
        where: { form: { grant_type: 'refresh_token' } },
        exactly: 2,
        distinct: ['form.refresh_token'],
        because: 'the refresh token of the last renewal did not outlive the restart',
      },
    ],
  },
  {
    ...restarted,
    id: 'caches.tokens.restart.volatile',
    title: 'After a restart without what was stored, the user is led to a clean sign-in',
    requirement: requirements.volatileCache,
    needs: ['page.callApi'],
    gains: 'Nothing; but after each deployment users see an error until they delete their cookies.',
    steps: [
      signIn('first', { control: true }),
      callApi('before', { control: true }),
      { do: 'restart', data: 'lost' },
      mark,
      { do: 'visit', at: 'page.home', expect: { status: '2xx' } },
      callApi('after', { expect: { redirect: { to: 'sign-in' } } }),
      callApiAfterSignIn('signed in again'),
    ],
  },
]
