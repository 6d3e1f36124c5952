import type { ClientCase } from '../../../harness/client-case.ts'
import type { Endpoint } from '../../../harness/mock-azure/contract.ts'
import { requirements } from '../requirements.ts'
import { day, hour, later, longestWaitMs, mark, movable, signIn } from '../steps.ts'

const keySets: readonly Endpoint[] = ['entra.keys.v1', 'entra.keys.v2']

const keys = {
  kind: 'client',
  system: 'web-app',
  level: 'MUST',
  severity: 'high',
  maker: 'another-client',
  isolation: 'fresh',
  requirement: requirements.signingKeys,
  gains: 'Nothing; but nobody can sign in from the next rollover on until the app is restarted.',
} satisfies Partial<ClientCase>

/** The next ID token is signed with the tenant's other key. */
const signedWithOther = {
  do: 'tamper',
  token: 'id_token',
  mutations: [{ op: 'sign', key: 'tenant-second' }],
  times: 1,
} as const

/** Keys by which a web app verifies ID tokens. One that relies on TLS instead fetches none, and meets what is a MUST. */
export const idTokenKeyCases: readonly ClientCase[] = [
  {
    ...keys,
    id: 'caches.signing-keys.id-token.cached',
    title: 'Five sign-ins take no more than two fetches of the key set',
    requirement: requirements.keysAtHand,
    severity: 'low',
    gains: 'Nothing; but every sign-in waits for the key set.',
    steps: [
      ...Array.from({ length: 5 }, (_, n) => signIn(`browser ${n}`)),
      { do: 'ledger', of: keySets, atMost: 2, because: 'the key set was fetched for each sign-in' },
    ],
  },
  {
    ...keys,
    id: 'caches.signing-keys.id-token.rollover',
    title: 'After a rollover users sign in without a restart',
    steps: [
      signIn('before', { control: true }),
      { do: 'rollover' },
      signIn('after'),
      { do: 'ledger', of: keySets, atMost: 4, because: 'one new key made the app fetch the key set again and again' },
    ],
  },
  {
    ...keys,
    id: 'caches.signing-keys.id-token.previous-key',
    title: 'An ID token under the other published key signs the user in',
    steps: [signIn('before', { control: true }), signedWithOther, signIn('other key')],
  },
  {
    ...keys,
    id: 'caches.signing-keys.id-token.outage',
    title: 'While the key set cannot be had, users sign in by the keys that are known',
    requirement: requirements.keysAtHand,
    gains: 'Nothing; but a hiccup of the key set keeps every user out.',
    steps: [
      signIn('before', { control: true }),
      { do: 'fault', endpoint: keySets, action: { do: 'status', status: 503 } },
      signIn('during'),
    ],
  },
  {
    ...keys,
    id: 'caches.signing-keys.id-token.outage-hours',
    title: 'Two hours later, while the key set cannot be had, users sign in by the keys that are known',
    requirement: requirements.keysAtHand,
    level: 'SHOULD',
    severity: 'medium',
    gains: 'Nothing; but an outage at the moment of a refresh keeps every user out.',
    start: movable(),
    steps: [
      signIn('before', { control: true }),
      later(2 * hour),
      { do: 'fault', endpoint: keySets, action: { do: 'status', status: 503 } },
      signIn('during', { expect: { shows: 'signed-in', atMostMs: longestWaitMs } }),
    ],
  },
  {
    ...keys,
    id: 'caches.signing-keys.id-token.retired',
    title: 'A day after a key was withdrawn an ID token under it signs nobody in',
    requirement: requirements.retiredKey,
    level: 'SHOULD',
    gains: 'Whoever stole a signing key goes on signing in as anybody after Entra ID has withdrawn it.',
    start: movable(),
    steps: [
      signedWithOther,
      signIn('before', { control: true }),
      { do: 'retire', key: 'tenant-second' },
      later(day + hour),
      signIn('control', { control: true }),
      mark,
      signedWithOther,
      signIn('attack', { expect: { shows: 'refused' } }),
    ],
  },
  {
    ...keys,
    id: 'caches.signing-keys.id-token.rollover-later',
    title: 'A day after a rollover users sign in by the new key',
    start: movable(),
    steps: [signIn('before', { control: true }), { do: 'rollover' }, later(day + hour), signIn('after')],
  },
]
