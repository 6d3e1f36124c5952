import type { ClientCase } from '../../../harness/client-case.ts'
import type { FaultAction } from '../../../harness/mock-azure/contract.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { microsoft, rfc } from '../../client-requirements.ts'
import { identityEndpoints } from '../../identity-endpoints.ts'
import {
  ask,
  brokerFamily,
  fault,
  handsOutTokens,
  health,
  longestWaitMs,
  status,
  unavailable,
  upstream,
} from '../steps.ts'

const family: ClientFamily = {
  ...brokerFamily,
  requirement: rfc(
    9110,
    '15.6',
    'A gateway that gets no good answer from upstream MUST say so: 502, 503 or 504, and when to come back.',
  ),
  severity: 'medium',
  gains: 'Callers take a failure for a token, or storm the broker and it the source.',
  isolation: 'fresh',
}
const id = (name: string): string => `token-broker.cache.${name}`
const told = { ...unavailable, headers: { 'retry-after': '/^\\d+$|GMT$/' }, atMostMs: longestWaitMs } as const
/** Every request, the look whether IMDS is there included. */
const bounded = { do: 'ledger', of: identityEndpoints, atMost: 20, because: 'the source was stormed' } as const

function failing(name: string, title: string, action: FaultAction): ClientCase {
  return clientCase(family, {
    id: id(name),
    title,
    steps: [fault(action), ask({ expect: told }), bounded, health],
    conduct: handsOutTokens,
  })
}

/** What becomes of failures upstream. */
export const failureCases: readonly ClientCase[] = [
  failing('upstream-500', 'A source that answers 500 is told as a failure, with a time to come back', status(500)),
  failing('upstream-404', 'A source that answers 404 is told as a failure, with a time to come back', status(404)),
  failing('upstream-403', 'A source that refuses is told as a failure, not as a refusal of the caller', status(403)),
  failing('upstream-429', 'A source that throttles is told as a failure, with a time to come back', status(429)),
  failing('upstream-html', 'A source that answers a page is told as a failure', { do: 'html' }),
  failing('upstream-empty', 'A source that answers nothing is told as a failure', { do: 'empty' }),
  failing('upstream-truncated', 'An answer that is cut off is told as a failure', { do: 'truncate', afterBytes: 30 }),
  failing('upstream-reset', 'A connection that breaks off is told as a failure', { do: 'reset' }),
  failing('upstream-silent', 'A source that does not answer is told as a failure within a bounded time', {
    do: 'latency',
    ms: 120_000,
  }),
  failing('upstream-no-token', 'An answer without a token is told as a failure', {
    do: 'json',
    value: { token_type: 'Bearer', expires_on: '4000000000' },
  }),
  clientCase(family, {
    id: id('identity-missing'),
    title: 'Without an identity it tells a failure, and no other credential takes its place',
    start: {
      platform: [
        { do: 'identity', unassign: 'system-assigned' },
        { do: 'identity', unassign: 'user-assigned' },
      ],
    },
    steps: [ask({ expect: told }), health],
    conduct: handsOutTokens,
  }),
  clientCase(family, {
    id: id('upstream-unsaid'),
    title: 'What upstream said is not handed on to callers',
    steps: [fault(status(400)), ask({ expect: { ...unavailable, lacks: ['upstream-detail', '/at .+:\\d+:\\d+/'] } })],
    conduct: handsOutTokens,
  }),
  clientCase(
    {
      ...family,
      requirement: microsoft(
        'azure/architecture/antipatterns/retry-storm/',
        'retry storm antipattern',
        'While upstream fails, a gateway MUST bound its attempts, however many ask.',
      ),
    },
    {
      id: id('no-storm'),
      title: 'While upstream fails, thirty callers are not thirty attempts',
      steps: [
        fault(status(403)),
        { do: 'burst', times: 10, of: ask({ expect: unavailable }) },
        { do: 'burst', times: 10, of: ask({ expect: unavailable }) },
        { do: 'burst', times: 10, of: ask({ expect: unavailable }) },
        { do: 'ledger', of: identityEndpoints, atMost: 10, because: 'each caller was an attempt upstream' },
      ],
      conduct: handsOutTokens,
    },
  ),
  clientCase(family, {
    id: id('recovers'),
    title: 'When upstream works again there are tokens again, without a restart',
    steps: [
      fault(status(403)),
      ask({ expect: unavailable }),
      { do: 'clear-faults' },
      ask({ label: 'afterwards', withinMs: longestWaitMs }),
    ],
    conduct: handsOutTokens,
  }),
  clientCase(
    { ...family, level: 'SHOULD', severity: 'low' },
    {
      id: id('hiccup'),
      title: 'One failure of the source is not seen by callers',
      steps: [
        fault(status(500), 1),
        ask({ expect: { status: [200, 502, 503, 504], atMostMs: longestWaitMs } }),
        upstream({ atLeast: 2 }, 'the source was not asked again'),
      ],
      conduct: handsOutTokens,
    },
  ),
  clientCase(
    {
      ...family,
      requirement: microsoft(
        'entra/identity/managed-identities-azure-resources/how-to-use-vm-token',
        'retry guidance',
        'A source that says how long to wait MUST NOT be asked before.',
      ),
    },
    {
      id: id('retry-after'),
      title: 'Retry-After of the source is honoured',
      steps: [
        fault(status(429, { 'retry-after': '3' }), 1),
        ask({ label: 'in the end', withinMs: longestWaitMs }),
        {
          do: 'ledger',
          of: identityEndpoints,
          where: { query: { resource: '/./' } },
          atLeast: 2,
          apartAtLeastSeconds: 2.5,
          because: 'it was asked before the time',
        },
      ],
      conduct: handsOutTokens,
    },
  ),
]
