import type { ClientCase } from '../../../harness/client-case.ts'
import type { FaultAction } from '../../../harness/mock-azure/contract.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { microsoft } from '../../client-requirements.ts'
import { identityEndpoints } from '../../identity-endpoints.ts'
import {
  anyIdentityRequest,
  asked,
  chat,
  failure,
  fault,
  identityFamily,
  identityRequests,
  longestWaitMs,
  model,
  status,
  stillThere,
  withoutIdentity,
} from './steps.ts'

const page = 'entra/identity/managed-identities-azure-resources/how-to-use-vm-token'
const family: ClientFamily = {
  ...identityFamily,
  requirement: microsoft(
    page,
    'retry guidance',
    'The application MUST be prepared for a source of identities that fails, try again after a pause, and give up.',
  ),
  severity: 'medium',
  gains: 'A hiccup of the platform becomes an outage of the application, or the application makes it one.',
  needs: ['action.chat'],
  isolation: 'fresh',
}
const id = (name: string): string => `credentials.managed-identity.${name}`

/** Nothing was sent without a token, and it goes on. */
const nothingSent = [asked(model, { exactly: 0 }, 'the service was called without a token'), stillThere] as const

function forGood(name: string, title: string, action: FaultAction): ClientCase {
  return clientCase(family, {
    id: id(name),
    title,
    steps: [
      fault(identityEndpoints, action),
      chat({ expect: { ...failure, atMostMs: longestWaitMs } }),
      ...nothingSent,
      anyIdentityRequest({ atMost: 20 }, 'the source was stormed'),
    ],
  })
}

function once(name: string, title: string, action: FaultAction, calls = 1): ClientCase {
  return clientCase(family, {
    id: id(name),
    title,
    level: 'SHOULD',
    steps: [
      fault(identityEndpoints, action, calls),
      chat({ label: 'through the fault', expect: { status: ['2xx', '4xx', 502, 503, 504] } }),
      identityRequests({ atLeast: 2 }, 'it did not ask again'),
    ],
  })
}

/** Sources that fail. */
export const unavailableCases: readonly ClientCase[] = [
  clientCase(family, {
    id: id('identity-missing'),
    title: 'Without an identity the caller is told, and no service is called',
    start: { platform: withoutIdentity },
    steps: [chat({ expect: { ...failure, atMostMs: longestWaitMs } }), ...nothingSent],
  }),
  clientCase(family, {
    id: id('identity-assigned-later'),
    title: 'An identity that is assigned later is used without a restart',
    start: { platform: withoutIdentity },
    steps: [
      chat({ expect: failure }),
      { do: 'identity', assign: 'system-assigned' },
      { do: 'identity', assign: 'user-assigned' },
      chat({ withinMs: longestWaitMs }),
    ],
  }),
  clientCase(
    { ...family, severity: 'high', gains: 'Its users take what was made up for an answer.' },
    {
      id: id('nothing-made-up'),
      title: 'Without an identity no answer is made up',
      start: { platform: withoutIdentity },
      steps: [chat({ expect: { ...failure, lacks: ['/simulat/i'] } })],
    },
  ),
  forGood('source-500', 'A source that answers 500 for good is a failure within a bounded time', status(500)),
  forGood('source-404', 'A source that answers 404 for good is a failure within a bounded time', status(404)),
  forGood('source-410', 'A source that answers 410 for good is a failure within a bounded time', status(410)),
  forGood('source-429', 'A source that throttles for good is a failure within a bounded time', status(429)),
  forGood('source-403', 'A source that refuses is a failure, not a way round', status(403)),
  forGood('source-html', 'A source that answers a page is a failure, not a crash', { do: 'html' }),
  forGood('source-empty', 'A source that answers nothing is a failure, not a crash', { do: 'empty' }),
  forGood('source-truncated', 'An answer that is cut off is a failure, not a crash', {
    do: 'truncate',
    afterBytes: 40,
  }),
  forGood('source-reset', 'A connection that breaks off is a failure, not a crash', { do: 'reset' }),
  forGood('source-silent', 'A source that does not answer is a failure within a bounded time', {
    do: 'latency',
    ms: 120_000,
  }),
  forGood('source-no-token', 'An answer without a token is a failure, and no empty one is sent', {
    do: 'json',
    value: { token_type: 'Bearer', expires_on: '4000000000', resource: 'https://cognitiveservices.azure.com' },
  }),
  once('source-500-once', 'After one 500 the source is asked again', status(500)),
  once(
    'source-404-once',
    'After one 404, as while an identity is being assigned, the source is asked again',
    status(404),
  ),
  once(
    'source-429-once',
    'After one 429 with Retry-After the source is asked again',
    status(429, { 'retry-after': '1' }),
  ),
  clientCase(
    {
      ...family,
      requirement: microsoft(page, 'retry guidance', 'A source that says how long to wait MUST NOT be asked before.'),
    },
    {
      id: id('source-retry-after'),
      title: 'Retry-After of a source is honoured',
      steps: [
        fault(identityEndpoints, status(429, { 'retry-after': '2' }), 1),
        chat({ label: 'in the end', withinMs: longestWaitMs }),
        identityRequests({ atLeast: 2, apartAtLeastSeconds: 1.5 }, 'it was asked before the time'),
      ],
    },
  ),
  clientCase(family, {
    id: id('source-recovers'),
    title: 'When the source works again, so does the application, without a restart',
    steps: [
      fault(identityEndpoints, status(403)),
      chat({ expect: failure }),
      { do: 'clear-faults' },
      chat({ label: 'afterwards', withinMs: longestWaitMs }),
    ],
  }),
  clientCase(family, {
    id: id('source-slow'),
    title: 'A source that takes a second is waited for',
    steps: [fault(identityEndpoints, { do: 'latency', ms: 1000 }), chat()],
  }),
]
