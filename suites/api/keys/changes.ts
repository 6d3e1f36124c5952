import type { Case, ScenarioCase } from '../../../harness/case.ts'
import { requirements } from '../../requirements.ts'
import { accepted, changed, invalidToken, valid } from '../recipes.ts'

const secondKey = changed({ op: 'sign', key: 'tenant-second' })

const rollover = {
  kind: 'scenario',
  isolation: 'fresh',
  requirement: requirements.entraKeyRollover,
  level: 'MUST',
  severity: 'high',
  maker: 'another-client',
  needs: ['protected-route', 'signing-keys-fetched', 'fresh-target'],
  gains: 'Nothing; but everybody is refused from the next key rollover until the API is restarted.',
} satisfies Partial<ScenarioCase>

const retired = {
  ...rollover,
  gains: 'Whoever stole a signing key goes on forging tokens after Entra has withdrawn it.',
} satisfies Partial<ScenarioCase>

/** What Entra itself does to its keys. */
export const keyChangeCases: readonly Case[] = [
  {
    ...rollover,
    id: 'api.keys.rollover.first-token',
    title: 'The first token under a new key is accepted without a restart',
    steps: [
      { do: 'send', label: 'before', token: valid, expect: accepted, control: true },
      { do: 'rollover' },
      { do: 'send', label: 'new-key', token: valid, expect: accepted, withinMs: 'refetch-cooldown' },
    ],
  },
  {
    ...rollover,
    id: 'api.keys.rollover.previous-key',
    title: 'Tokens under the previous key, still published, are accepted after a rollover',
    severity: 'medium',
    gains: 'Nothing; but users are signed out at every key rollover.',
    steps: [
      { do: 'send', label: 'before', token: valid, expect: accepted, control: true },
      { do: 'rollover' },
      { do: 'send', label: 'new-key', token: valid, expect: accepted, withinMs: 'refetch-cooldown' },
      { do: 'send', label: 'previous-key', token: secondKey, expect: accepted },
    ],
  },
  {
    ...retired,
    isolation: 'shared',
    id: 'api.keys.retired.before-start',
    title: 'A key that is no longer published when the API starts verifies nothing',
    before: [{ do: 'retire', key: 'tenant-second' }],
    steps: [
      { do: 'send', label: 'control', token: valid, expect: accepted, control: true },
      { do: 'send', label: 'retired-key', token: secondKey, expect: invalidToken },
    ],
  },
  {
    ...retired,
    id: 'api.keys.retired.after-cache-age',
    title: 'A key that is withdrawn is forgotten once the declared cache age has passed',
    needs: [...retired.needs, 'short-key-cache'],
    steps: [
      { do: 'send', label: 'published', token: secondKey, expect: accepted, control: true },
      { do: 'retire', key: 'tenant-second' },
      { do: 'send', label: 'retired-key', token: secondKey, expect: invalidToken, withinMs: 'key-cache-age' },
      { do: 'send', label: 'good-user', token: valid, expect: accepted },
    ],
  },
]
