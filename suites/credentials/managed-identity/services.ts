import type { ActionName, ClientCase } from '../../../harness/client-case.ts'
import type { FaultAction } from '../../../harness/mock-azure/contract.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { microsoft, rfc } from '../../client-requirements.ts'
import {
  asked,
  chat,
  code,
  failure,
  fault,
  identityFamily,
  longestWaitMs,
  model,
  sessions,
  status,
  stillThere,
} from './steps.ts'

const family: ClientFamily = {
  ...identityFamily,
  requirement: microsoft(
    'azure/architecture/antipatterns/retry-storm/',
    'retry storm antipattern',
    'A client MUST bound how long it waits and how often it tries again, and go on after a failure.',
  ),
  severity: 'medium',
  gains: 'A service in trouble takes the application down with it, or the application takes it down for good.',
  isolation: 'fresh',
}
const faults: readonly (readonly [name: string, what: string, action: FaultAction])[] = [
  ['500', 'answers 500', status(500)],
  ['503', 'is not available', status(503)],
  ['throttled', 'throttles', status(429, { 'retry-after': '600' })],
  ['html', 'answers a page', { do: 'html' }],
  ['empty', 'answers nothing', { do: 'empty' }],
  ['truncated', 'breaks off in its answer', { do: 'truncate', afterBytes: 20 }],
  ['reset', 'breaks off', { do: 'reset' }],
  ['silent', 'does not answer', { do: 'latency', ms: 120_000 }],
  ['other-json', 'answers something else', { do: 'json', value: { hello: 'world' } }],
]

const parts = {
  chat: { call: chat, endpoint: model, name: 'model', title: 'model' },
  code: { call: code, endpoint: sessions, name: 'sessions', title: 'session pool' },
} as const satisfies Readonly<Record<ActionName, unknown>>

function casesOf(action: ActionName): readonly ClientCase[] {
  const { call, endpoint, name, title } = parts[action]
  const id = (what: string): string => `credentials.managed-identity.${name}-${what}`
  const troubles = faults.map(([what, does, fails]) =>
    clientCase(family, {
      id: id(what),
      title: `A ${title} that ${does} is an error within a bounded time, and no crash`,
      needs: [`action.${action}`],
      steps: [
        fault(endpoint, fails),
        call({ expect: { ...failure, atMostMs: longestWaitMs } }),
        asked(endpoint, { atLeast: 1, atMost: 10 }, 'it was stormed'),
        stillThere,
        { do: 'clear-faults' },
        call({ label: 'once it works again', withinMs: longestWaitMs }),
      ],
    }),
  )
  const redirect = clientCase(
    {
      ...family,
      requirement: rfc(6750, '5.3', 'Bearer tokens MUST NOT be passed on to unintended parties, redirects included.'),
      severity: 'high',
      gains: 'Whoever can make the service redirect gets a token of the application.',
    },
    {
      id: id('redirect'),
      title: `A redirect of the ${title} does not take the token along`,
      needs: [`action.${action}`],
      steps: [
        fault(endpoint, { do: 'redirect', to: 'https://${canaryHost}/collect' }),
        call({ expect: { shows: 'answered' } }),
        asked('canary', { none: { headers: { authorization: '/./' } } }, 'a host that nobody declared got the token'),
        stillThere,
      ],
      conduct: { allow: ['undeclared-host'], because: 'A redirect may be followed, without the token.' },
    },
  )
  return [...troubles, redirect]
}

/** Services that fail, with a good token. */
export const serviceCases: readonly ClientCase[] = [...casesOf('chat'), ...casesOf('code')]
