import type { ClientCase } from '../../../harness/client-case.ts'
import { identityEndpoints } from '../../identity-endpoints.ts'
import { requirements } from '../requirements.ts'
import { callApi, hour, identityRequests, later, mark, movable, renewing, repeated, signIn } from '../steps.ts'

const federated = {
  kind: 'client',
  system: 'web-app',
  level: 'MUST',
  severity: 'medium',
  maker: 'another-client',
  isolation: 'fresh',
  start: { credential: 'federated' },
  gains: 'Nothing; but each sign-in takes longer, and the source throttles the app when many users come at once.',
} satisfies Partial<ClientCase>

const movableFederated = { ...movable(), credential: 'federated' } as const

/** Tokens of a managed identity that a web app proves itself with. */
export const assertionCases: readonly ClientCase[] = [
  {
    ...federated,
    id: 'caches.tokens.assertion.reused-for-renewals',
    title: 'Renewals of the user’s token use the token of the managed identity that is in the cache',
    requirement: requirements.identityCached,
    needs: ['page.callApi'],
    start: { ...renewing, credential: 'federated' },
    steps: [
      signIn('first', { control: true }),
      mark,
      ...repeated(3, (n) => callApi(`renewal ${n}`)),
      identityRequests({ exactly: 0 }, 'a renewal asked for a token of the managed identity that was in the cache'),
      {
        do: 'ledger',
        of: 'entra.token',
        atLeast: 1,
        each: { form: { client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' } },
        because: 'the app is to prove itself by the managed identity in each renewal',
      },
    ],
  },
  {
    ...federated,
    id: 'caches.tokens.assertion.half-life',
    title: 'A token of the managed identity in the second half of its day is renewed at the next sign-in',
    requirement: requirements.identityHalfLife,
    level: 'SHOULD',
    severity: 'low',
    gains: 'Nothing; but an outage of the source then meets tokens at their end.',
    start: movableFederated,
    steps: [
      signIn('first', { control: true }),
      mark,
      later(13 * hour),
      signIn('second', { user: 'second' }),
      identityRequests({ exactly: 1 }, 'a token in the second half of its life was not renewed, or more than once'),
    ],
  },
  {
    ...federated,
    id: 'caches.tokens.assertion.half-life-outage',
    title: 'While the early renewal fails, users sign in with the old token of the managed identity',
    requirement: requirements.identityHalfLife,
    severity: 'high',
    gains: 'Nothing; but a hiccup of the source keeps every user out although the token is good for hours.',
    start: movableFederated,
    steps: [
      signIn('first', { control: true }),
      later(13 * hour),
      { do: 'fault', endpoint: identityEndpoints, action: { do: 'status', status: 500 } },
      signIn('second', { user: 'second' }),
    ],
  },
]
