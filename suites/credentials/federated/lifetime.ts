import type { ClientCase } from '../../../harness/client-case.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { credentialRequirements as requirements } from '../requirements.ts'
import { atTokenEndpoint, signIn } from '../steps.ts'
import { atIdentity, federated, noSecret } from './family.ts'

const lifetime: ClientFamily = {
  ...federated,
  requirement: requirements.freshToken,
  severity: 'medium',
  gains: 'The app works for a day, and then nobody can sign in until it is restarted.',
  isolation: 'fresh',
}

/** The token of the identity ends, and the app lives on. */
export const lifetimeCases: readonly ClientCase[] = [
  clientCase(lifetime, {
    id: 'credentials.federated.short-lived',
    title: 'A token of the identity that is about to end is not used for the next exchange',
    steps: [
      { do: 'identity-lifetime', seconds: 120 },
      signIn('user', { control: true }),
      // Entra ID names whole seconds: within one, two tokens of an identity could be the same.
      { do: 'clock', of: 'cloud', seconds: 5 },
      signIn('later'),
      atIdentity({ atLeast: 2, because: 'the token that was there had two minutes left' }),
      atTokenEndpoint({ distinct: ['assertion'], because: 'one token of the identity was used twice' }),
    ],
  }),
  clientCase(
    { ...lifetime, start: { credential: 'federated', clock: true }, needs: ['clock'] },
    {
      id: 'credentials.federated.a-day-later',
      title: 'A day later the app fetches another token of the identity, and users sign in',
      steps: [
        signIn('user', { control: true }),
        { do: 'clock', of: 'both', seconds: 25 * 3600 },
        { do: 'mark' },
        signIn('later'),
        atIdentity({ atLeast: 1, because: 'the token from before has ended' }),
        ...noSecret,
      ],
    },
  ),
  clientCase(
    { ...lifetime, start: { credential: 'federated', clock: true }, needs: ['clock', 'page.callApi'] },
    {
      id: 'credentials.federated.a-day-later-refresh',
      title: 'A day later a user who is still signed in gets a fresh token with a fresh assertion, or signs in again',
      steps: [
        signIn('user', { control: true }),
        { do: 'clock', of: 'both', seconds: 25 * 3600 },
        { do: 'mark' },
        { do: 'visit', at: 'page.callApi', browser: 'user', expect: { status: ['2xx', '3xx', 401] } },
        ...noSecret,
      ],
    },
  ),
  clientCase(lifetime, {
    id: 'credentials.federated.not-at-start',
    title: 'The app starts while its identity cannot be had, and signs users in once it can',
    start: {
      credential: 'federated',
      platform: [{ do: 'fault', endpoint: ['imds.token', 'app-service.token'], action: { do: 'status', status: 400 } }],
    },
    steps: [{ do: 'visit', at: 'health', expect: { shows: 'answered' } }, { do: 'clear-faults' }, signIn('user')],
  }),
  clientCase(
    { ...lifetime, severity: 'low', gains: 'Each sign-in waits for the platform, which throttles.' },
    {
      id: 'credentials.federated.asked-once',
      title: 'The token of the identity is asked for once for several sign-ins',
      level: 'SHOULD',
      steps: [
        signIn('user'),
        signIn('second', { user: 'second' }),
        signIn('third', { user: 'guest' }),
        atIdentity({ exactly: 1, because: 'it was good for a day' }),
      ],
    },
  ),
]
