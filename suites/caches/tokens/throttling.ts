import type { ClientCase } from '../../../harness/client-case.ts'
import { identityEndpoints } from '../../identity-endpoints.ts'
import { requirements } from '../requirements.ts'
import {
  busy,
  callApi,
  chat,
  identityRequests,
  later,
  longestWaitMs,
  mark,
  minute,
  renewing,
  repeated,
  signIn,
  tokenRequests,
} from '../steps.ts'

/** Both ways in which a server writes Retry-After (RFC 9110 §10.2.3). */
const forms = (seconds: number) =>
  [
    { name: 'seconds', what: 'a number of seconds', value: String(seconds) },
    { name: 'date', what: 'a date', value: `\${httpDate+${seconds}}` },
  ] as const

type Form = ReturnType<typeof forms>[number]

const throttled = {
  kind: 'client',
  level: 'MUST',
  severity: 'medium',
  maker: 'another-client',
  isolation: 'fresh',
  gains: 'Nothing; but an app that goes on asking is throttled for longer, and with it every user of the tenant.',
} satisfies Partial<ClientCase>

function tokenEndpoint({ name, what, value }: Form): ClientCase {
  return {
    ...throttled,
    id: `caches.tokens.retry-after.entra-${name}`,
    title: `The token endpoint is left alone for as long as Retry-After says, as ${what}`,
    requirement: requirements.throttled,
    system: 'web-app',
    needs: ['page.callApi'],
    start: { ...renewing, clock: true },
    steps: [
      signIn('first', { control: true }),
      callApi('before', { control: true }),
      busy('entra.token', 429, value),
      mark,
      callApi('throttled', { expect: { shows: 'error', atMostMs: longestWaitMs } }),
      ...repeated(3, (n) => callApi(`too early ${n}`, { expect: { shows: 'error' } })),
      tokenRequests({ exactly: 1 }, 'the token endpoint was asked before the time it named had passed'),
      { do: 'clear-faults' },
      later(minute + 1),
      callApi('afterwards'),
    ],
  }
}

function identitySource({ name, what, value }: Form): ClientCase {
  return {
    ...throttled,
    id: `caches.tokens.retry-after.identity-${name}`,
    title: `The managed identity source is left alone for as long as Retry-After says, as ${what}`,
    requirement: requirements.throttled,
    level: 'SHOULD',
    system: 'agent',
    needs: ['action.chat'],
    steps: [
      { ...busy(identityEndpoints, 429, value), calls: { from: 1, to: 1 } },
      chat('served after a pause', { withinMs: 15_000 }),
      {
        do: 'ledger',
        of: identityEndpoints,
        atLeast: 2,
        atMost: 3,
        // A date has whole seconds, and the source counts from when it answers.
        apartAtLeastSeconds: 2.5,
        because: 'the source was asked before the time it named had passed',
      },
    ],
  }
}

function model({ name, what, value }: Form): ClientCase {
  return {
    ...throttled,
    id: `caches.tokens.retry-after.model-${name}`,
    title: `A model that is throttled is not asked again at once, with Retry-After as ${what}`,
    isolation: 'shared',
    requirement: requirements.throttled,
    system: 'agent',
    needs: ['action.chat'],
    steps: [
      chat('before', { control: true }),
      busy('azure-openai.chat-completions', 429, value),
      mark,
      chat('throttled', { expect: { status: ['4xx', '5xx'], atMostMs: longestWaitMs } }),
      { do: 'ledger', of: 'azure-openai.chat-completions', exactly: 1, because: 'it was asked before its time' },
      identityRequests({ exactly: 0 }, 'a throttled call threw its token away'),
      { do: 'clear-faults' },
      chat('afterwards', { withinMs: 5000 }),
    ],
  }
}

/** Retry-After, in both forms. */
export const throttlingCases: readonly ClientCase[] = [
  ...forms(40).map(tokenEndpoint),
  // As a number of seconds: credentials.managed-identity.source-retry-after.
  ...forms(4).slice(1).map(identitySource),
  ...forms(40).map(model),
]
