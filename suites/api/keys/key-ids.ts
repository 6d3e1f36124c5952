import type { Case, ScenarioCase, Step } from '../../../harness/case.ts'
import type { Endpoint } from '../../../harness/mock-azure/contract.ts'
import { requirements } from '../../requirements.ts'
import { accepted, changed, invalidToken, valid } from '../recipes.ts'

export const keySets: readonly Endpoint[] = ['entra.keys.v1', 'entra.keys.v2']

/** Signed by the attacker's own key, under its own key ID, which no key set holds. */
export const outsiderSigned = changed({ op: 'sign', key: 'outsider' })

const unknownKid = changed(
  { op: 'set', part: 'header', values: { kid: 'unknown-key-${n}' } },
  { op: 'sign', key: 'outsider' },
)

const singleRequests: readonly Case[] = [
  {
    kind: 'exchange',
    id: 'api.keys.kid-unknown',
    title: 'A token under an unknown key ID is refused, at the cost of a bounded number of fetches',
    requirement: requirements.entraKeyRollover,
    level: 'MUST',
    severity: 'critical',
    maker: 'anyone',
    needs: ['protected-route'],
    token: outsiderSigned,
    expect: invalidToken,
    ledger: [
      {
        endpoint: keySets,
        atMost: 'refetch-budget',
        because: 'one unknown key ID made the API fetch the key set more often than it declares',
      },
    ],
    gains: 'Anyone who can generate a key pair signs tokens for any user.',
  },
  {
    kind: 'scenario',
    isolation: 'shared',
    id: 'api.keys.kid-missing.one-key',
    title: 'A token without a key ID, where one key is published, is treated as declared',
    requirement: requirements.keyId,
    level: 'MUST',
    severity: 'low',
    maker: 'issuer-only',
    needs: ['protected-route', 'fresh-target'],
    before: [{ do: 'retire', key: 'tenant-second' }],
    steps: [
      { do: 'send', label: 'control', expect: accepted, control: true },
      {
        do: 'send',
        label: 'without-kid',
        token: changed({ op: 'remove', part: 'header', names: ['kid', 'x5t'] }),
        expect: { outcome: 'policy', policy: 'missingKid', as: ['invalid_token'] },
      },
    ],
    gains: 'Nothing by itself; without a key ID every published key may be tried.',
  },
]

const flood = {
  kind: 'scenario',
  isolation: 'fresh',
  requirement: requirements.entraKeyRollover,
  level: 'MUST',
  severity: 'high',
  maker: 'anyone',
  needs: ['protected-route', 'signing-keys-fetched', 'fresh-target'],
  gains: 'Anyone makes the API hammer the sign-in service until it is throttled and good users are refused.',
} satisfies Partial<ScenarioCase>

function floodSteps(concurrent: boolean): readonly Step[] {
  return [
    { do: 'send', label: 'warm-up', expect: accepted, control: true },
    { do: 'ledger', endpoint: keySets, atMost: 10, because: 'one request made the API fetch the key set ten times' },
    { do: 'send', label: 'flood', token: unknownKid, expect: invalidToken, times: 50, concurrent },
    {
      do: 'ledger',
      endpoint: keySets,
      atMost: 'refetch-budget',
      because: 'fifty unknown key IDs made the API fetch the key set more often than it declares',
    },
    { do: 'send', label: 'good-user', expect: accepted },
  ]
}

const floods: readonly Case[] = [
  {
    ...flood,
    id: 'api.keys.kid-unknown-flood.sequential',
    title: 'Fifty unknown key IDs, one after the other, cause a bounded number of fetches',
    steps: floodSteps(false),
  },
  {
    ...flood,
    id: 'api.keys.kid-unknown-flood.concurrent',
    title: 'Fifty unknown key IDs at once cause a bounded number of fetches',
    steps: floodSteps(true),
  },
]

const caching: readonly Case[] = [
  {
    kind: 'scenario',
    isolation: 'shared',
    id: 'api.keys.cached',
    title: 'The key set is not fetched for every request',
    requirement: requirements.keysAtHand,
    level: 'MUST',
    severity: 'medium',
    maker: 'another-client',
    needs: ['protected-route', 'signing-keys-fetched'],
    gains: 'Nothing; but every request waits for the sign-in service and fails when it is slow.',
    steps: [
      { do: 'send', label: 'warm-up', expect: accepted, control: true },
      { do: 'ledger', endpoint: keySets, atMost: 10, because: 'one request made the API fetch the key set ten times' },
      { do: 'send', label: 'known-key', expect: accepted, times: 20 },
      { do: 'ledger', endpoint: keySets, atMost: 2, because: 'requests under a known key made the API fetch it again' },
    ],
  },
  {
    kind: 'scenario',
    isolation: 'fresh',
    id: 'api.keys.cold-stampede',
    title: 'Twenty requests at once to a cold instance are served with few fetches of the key set',
    requirement: requirements.keysAtHand,
    level: 'SHOULD',
    severity: 'low',
    maker: 'another-client',
    needs: ['protected-route', 'signing-keys-fetched', 'fresh-target'],
    gains: 'Nothing; but every start under load hammers the sign-in service.',
    steps: [
      { do: 'send', label: 'cold', token: valid, expect: accepted, times: 20, concurrent: true },
      { do: 'ledger', endpoint: keySets, atMost: 'refetch-budget', because: 'each of the first requests fetched it' },
    ],
  },
]

export const keyIdCases: readonly Case[] = [...singleRequests, ...floods, ...caching]
