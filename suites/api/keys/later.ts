import type { Case, ScenarioCase, Step } from '../../../harness/case.ts'
import { requirements } from '../../requirements.ts'
import { accepted, changed, invalidToken, valid } from '../recipes.ts'
import { keySets, outsiderSigned } from './key-ids.ts'

const secondKey = changed({ op: 'sign', key: 'tenant-second' })

const hour = 3600

/** Past what Entra ID wants of a key cache, and past what the manifest declares. */
const aDayLater: readonly Step[] = [
  { do: 'clock', seconds: 25 * hour },
  { do: 'clock', seconds: 'key-cache-age' },
]

const later = {
  kind: 'scenario',
  isolation: 'fresh',
  requirement: requirements.entraKeyRollover,
  level: 'MUST',
  severity: 'high',
  maker: 'another-client',
  needs: ['protected-route', 'signing-keys-fetched', 'fresh-target', 'clock'],
} satisfies Partial<ScenarioCase>

const warmUp: Step = { do: 'send', label: 'warm-up', token: valid, expect: accepted, control: true }
const outage: Step = { do: 'fault', endpoint: keySets, action: { do: 'status', status: 503 } }
/** A few for each token under an unknown key, in two versions at most. */
const outageFetches = 15

/** What the cache of signing keys is like when time has passed. The clocks of the cloud and of the API are moved. */
export const laterKeyCases: readonly Case[] = [
  {
    ...later,
    id: 'api.keys.later.retired',
    title: 'A day after it was withdrawn, a key verifies nothing',
    requirement: requirements.entraKeyAge,
    needs: [...later.needs, 'keys-aged-by-wall-clock'],
    gains: 'Whoever stole a signing key goes on forging tokens after Entra has withdrawn it.',
    steps: [
      { do: 'send', label: 'published', token: secondKey, expect: accepted, control: true },
      { do: 'retire', key: 'tenant-second' },
      ...aDayLater,
      { do: 'send', label: 'retired-key', token: secondKey, expect: invalidToken },
      { do: 'send', label: 'good-user', token: valid, expect: accepted },
    ],
  },
  {
    ...later,
    id: 'api.keys.later.rolled-over',
    title: 'A day after a rollover a token under the new key is accepted at once',
    gains: 'Nothing; but everybody is refused from the next key rollover until the API is restarted.',
    steps: [warmUp, { do: 'rollover' }, ...aDayLater, { do: 'send', label: 'new-key', token: valid, expect: accepted }],
  },
  {
    ...later,
    id: 'api.keys.later.outage-hours',
    title: 'Two hours later, while the key set cannot be had, known users are served and no stranger is',
    requirement: requirements.keysAtHand,
    level: 'SHOULD',
    gains: 'A hiccup of the sign-in service at the moment of a refresh refuses every user, or lets strangers in.',
    steps: [
      warmUp,
      { do: 'clock', seconds: 2 * hour },
      outage,
      { do: 'send', label: 'stranger', token: outsiderSigned, expect: { outcome: 'refused' } },
      { do: 'send', label: 'known-key', token: valid, expect: accepted, times: 3 },
      {
        do: 'ledger',
        endpoint: keySets,
        atMost: outageFetches,
        because: 'a failing key set caused a storm of fetches',
      },
    ],
  },
  {
    ...later,
    id: 'api.keys.later.outage-day',
    title: 'A day later, while the key set cannot be had, no stranger is let in, and the API recovers by itself',
    requirement: requirements.noKeysNoAccess,
    severity: 'critical',
    gains: 'Whoever calls while the keys cannot be read gets in unchecked; or nobody ever does again.',
    steps: [
      warmUp,
      ...aDayLater,
      outage,
      { do: 'send', label: 'stranger', token: outsiderSigned, expect: { outcome: 'refused' }, times: 2 },
      { do: 'send', label: 'good-user', token: valid, expect: { outcome: 'answered' } },
      {
        do: 'ledger',
        endpoint: keySets,
        atMost: outageFetches,
        because: 'a failing key set caused a storm of fetches',
      },
      { do: 'clear-faults' },
      { do: 'send', label: 'recovered', token: valid, expect: accepted, withinMs: 'refetch-cooldown' },
    ],
  },
]
