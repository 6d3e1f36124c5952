import type { Case, Expectation, ScenarioCase } from '../../../harness/case.ts'
import type { Endpoint, FaultAction } from '../../../harness/mock-azure/contract.ts'
import { requirements } from '../../requirements.ts'
import { accepted, valid } from '../recipes.ts'
import { keySets, outsiderSigned } from './key-ids.ts'

/** One way in which the key set cannot be had. */
interface KeySetFault {
  readonly name: string
  /** Ends the sentence "…while the key set …". */
  readonly what: string
  readonly action: FaultAction
  /** For a slow or huge key set: an instance without keys may accept a good token or give up. Default: it refuses. */
  readonly usable?: boolean
}

const faults: readonly KeySetFault[] = [
  { name: 'down', what: 'cannot be reached', action: { do: 'reset' } },
  { name: 'slow', what: 'takes more than half a second', action: { do: 'latency', ms: 600 }, usable: true },
  { name: 'server-error', what: 'answers 500', action: { do: 'status', status: 500 } },
  { name: 'html', what: 'is an HTML page', action: { do: 'html' } },
  { name: 'truncated', what: 'breaks off', action: { do: 'truncate', afterBytes: 200 } },
  { name: 'huge', what: 'has five megabytes', action: { do: 'huge', bytes: 5_000_000 }, usable: true },
  { name: 'redirect', what: 'redirects to a dead end', action: { do: 'redirect', to: 'https://keys.invalid/' } },
  { name: 'empty', what: 'holds no keys', action: { do: 'json', value: { keys: [] } } },
]

const unreadable = {
  kind: 'scenario',
  isolation: 'fresh',
  level: 'MUST',
  maker: 'anyone',
  needs: ['protected-route', 'signing-keys-fetched', 'fresh-target'],
} satisfies Partial<ScenarioCase>

const refused: Expectation = { outcome: 'refused' }

/** The first fetch, and three for each of the three tokens under an unknown key, in two versions at most. */
const warmFetches = 12

/** The instance has keys; then the key set fails. */
function warm({ name, what, action, usable }: KeySetFault): Case {
  return {
    ...unreadable,
    id: `api.keys.warm.${name}`,
    title: `Known users are served, and no stranger, while the key set ${what}`,
    requirement: requirements.keysAtHand,
    severity: 'high',
    gains: 'A hiccup of the sign-in service refuses every user, or lets strangers in.',
    steps: [
      { do: 'send', label: 'warm-up', token: valid, expect: accepted, control: true },
      { do: 'fault', endpoint: keySets, action },
      { do: 'send', label: 'known-key', token: valid, expect: accepted, times: 3 },
      { do: 'send', label: 'stranger', token: outsiderSigned, expect: refused, times: usable === true ? 1 : 3 },
      { do: 'send', label: 'still-known', token: valid, expect: accepted },
      { do: 'ledger', endpoint: keySets, atMost: warmFetches, because: 'a failing key set caused a storm of fetches' },
      { do: 'clear-faults' },
      { do: 'send', label: 'recovered', token: valid, expect: accepted },
    ],
  }
}

interface ColdStart {
  readonly name: string
  readonly what: string
  readonly action: FaultAction
  readonly usable?: boolean
  readonly endpoint: readonly Endpoint[]
}

/** The instance starts while the key set fails. */
function cold({ name, what, action, usable, endpoint }: ColdStart): Case {
  const untilReadable: Expectation = usable === true ? { outcome: 'answered' } : refused
  return {
    ...unreadable,
    id: `api.keys.cold.${name}`,
    title: `An instance without keys lets nobody in while the key set ${what}, and recovers`,
    requirement: requirements.noKeysNoAccess,
    severity: 'critical',
    gains: 'Whoever calls while the keys cannot be read gets in unchecked; or nobody ever does again.',
    before: [{ do: 'fault', endpoint, action }],
    steps: [
      { do: 'send', label: 'stranger', token: outsiderSigned, expect: refused },
      { do: 'send', label: 'good-user', token: valid, expect: untilReadable, times: usable === true ? 1 : 3 },
      { do: 'ledger', endpoint, atMost: warmFetches, because: 'a failing key set caused a storm of fetches' },
      { do: 'clear-faults' },
      { do: 'send', label: 'recovered', token: valid, expect: accepted, withinMs: 'refetch-cooldown' },
    ],
  }
}

const discovery: ColdStart = {
  name: 'discovery-down',
  what: 'is not named, for the discovery document answers 500',
  action: { do: 'status', status: 500 },
  usable: true,
  endpoint: ['entra.discovery.v1', 'entra.discovery.v2'],
}

/** The key set is redirected to a host of the attacker, which serves the attacker's keys. */
const foreignRedirect: Case = {
  ...unreadable,
  id: 'api.keys.redirect-elsewhere',
  title: 'Keys are not taken from another host that the key set redirects to',
  requirement: requirements.trustedKeySources,
  level: 'SHOULD',
  severity: 'low',
  maker: 'issuer-only',
  gains: 'Whoever can make the sign-in service redirect replaces its keys.',
  steps: [
    { do: 'send', label: 'warm-up', token: valid, expect: accepted, control: true },
    { do: 'fault', endpoint: keySets, action: { do: 'redirect', to: 'https://${canaryHost}/discovery/v2.0/keys' } },
    { do: 'send', label: 'stranger', token: outsiderSigned, expect: refused, times: 2 },
  ],
}

export const keySetFaultCases: readonly Case[] = [
  ...faults.map(warm),
  ...faults.map((fault) => cold({ ...fault, endpoint: keySets })),
  cold(discovery),
  foreignRedirect,
]
