import type { Case, ScenarioCase } from '../../harness/case.ts'
import { requirements } from '../requirements.ts'
import { accepted, invalidToken, valid } from './recipes.ts'

const hour = 3600

const later = {
  kind: 'scenario',
  isolation: 'fresh',
  requirement: requirements.expiry,
  level: 'MUST',
  maker: 'another-client',
  needs: ['protected-route', 'fresh-target', 'clock'],
} satisfies Partial<ScenarioCase>

/** One and the same token, and time. The clocks of the cloud and of the API are moved. */
export const laterTimeCases: readonly Case[] = [
  {
    ...later,
    id: 'api.time.later.expired',
    title: 'A token that was accepted is refused once it has expired',
    severity: 'critical',
    gains: 'A token that was good once is good for ever, for the API remembers having checked it.',
    steps: [
      { do: 'send', label: 'fresh', token: valid, expect: accepted, control: true },
      { do: 'clock', seconds: 3 * hour },
      { do: 'send', label: 'expired', token: valid, again: 'fresh', expect: invalidToken },
      { do: 'send', label: 'renewed', token: valid, expect: accepted },
    ],
  },
  {
    ...later,
    id: 'api.time.later.next-day',
    title: 'A day after its start the API accepts the tokens of that day',
    severity: 'high',
    gains: 'Nothing; but a day after each start every user is refused.',
    steps: [
      { do: 'send', label: 'first-day', token: valid, expect: accepted, control: true },
      { do: 'clock', seconds: 25 * hour },
      { do: 'send', label: 'next-day', token: valid, expect: accepted },
    ],
  },
]
