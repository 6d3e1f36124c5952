import type { ClientCase, PlatformStep } from '../../../harness/client-case.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { microsoft } from '../../client-requirements.ts'
import { identityEndpoints } from '../../identity-endpoints.ts'
import { fault, longestWaitMs, status } from '../steps.ts'
import { afterwards, asked, brokerFault, brokerGone, clientFamily, failed, id, read, triesAgain, use } from './steps.ts'

const family: ClientFamily = {
  ...clientFamily,
  requirement: microsoft(
    'javascript/api/@azure/core-auth/tokencredential',
    'TokenCredential',
    'A credential that has no token MUST fail with an error that says why.',
  ),
  gains: 'Who runs the program looks for the fault where it is not, or does not see it at all.',
}
const patient: ClientFamily = {
  ...family,
  requirement: microsoft(
    'azure/architecture/antipatterns/retry-storm/',
    'retry storm antipattern',
    'While requests fail, a client MUST bound them, and wait as long as it is told to.',
  ),
  gains: 'A broker that is in trouble is kept there by its clients.',
}

const bounded = asked({ atMost: 10 }, 'the broker was stormed')
const noneSent = read({ exactly: 0 }, 'the vault was sent something in place of a token')

/** A broker that gives no token, in one way or another. */
function failing(name: string, title: string, platform: PlatformStep): ClientCase {
  return clientCase(family, {
    id: id(name),
    title,
    steps: [platform, use({ expect: failed }), bounded, noneSent, ...afterwards],
    conduct: triesAgain,
  })
}

/** @param retryAfter three seconds or more */
function toldToWait(name: string, title: string, retryAfter: string): ClientCase {
  return clientCase(patient, {
    id: id(name),
    title,
    steps: [
      brokerFault(status(503, { 'retry-after': retryAfter }), 1),
      use({ expect: failed }),
      use({ label: 'in the end', withinMs: longestWaitMs }),
      asked({ atLeast: 2, apartAtLeastSeconds: 2.5 }, 'it was asked before the time'),
    ],
    conduct: triesAgain,
  })
}

/** What becomes of a client without a token. */
export const failureCases: readonly ClientCase[] = [
  failing('broker-down', 'Without a broker a client says that it is the broker', brokerGone),
  failing(
    'broker-silent',
    'A broker that does not answer is told by its client within a bounded time',
    brokerFault({ do: 'latency', ms: 120_000 }, 1),
  ),
  failing(
    'broker-unavailable',
    'What stands in place of a broker that is down is told by its client as a failure of the broker',
    brokerFault(status(503, { 'retry-after': '1' })),
  ),
  failing(
    'broker-refuses-scope',
    'A broker that gives no tokens for a vault is told by its client',
    brokerFault(status(403)),
  ),
  failing('answer-html', 'A page in place of a token is told by its client', brokerFault({ do: 'html' })),
  failing('answer-empty', 'An empty answer in place of a token is told by its client', brokerFault({ do: 'empty' })),
  failing(
    'answer-cut-off',
    'An answer of the broker that is cut off is told by its client',
    brokerFault({ do: 'truncate', afterBytes: 30 }),
  ),
  failing(
    'answer-no-token',
    'An answer of the broker without a token is told by its client',
    brokerFault({ do: 'json', value: { token_type: 'Bearer', expires_in: 3600, expires_on: 4_000_000_000 } }),
  ),
  failing('identity-down', 'A broker that gets no token itself is told by its client', fault(status(403))),
  clientCase(
    { ...family, gains: 'Whoever runs the program has to start it again after each outage of the broker.' },
    {
      id: id('recovers'),
      title: 'A client works again when its broker does, without a restart',
      steps: [
        brokerGone,
        use({ expect: failed }),
        { do: 'clear-faults' },
        use({ label: 'afterwards', withinMs: longestWaitMs }),
      ],
      conduct: triesAgain,
    },
  ),
  clientCase(
    { ...family, start: { client: 'other-secret' } },
    {
      id: id('other-secret'),
      title: 'A client whose secret the broker does not know says so',
      steps: [
        use({ expect: failed }),
        asked({ atLeast: 1, each: { status: 401 } }, 'the broker gives tokens for another secret'),
        noneSent,
        { do: 'ledger', of: identityEndpoints, exactly: 0, because: 'Azure was asked for a caller nobody knows' },
      ],
    },
  ),
  clientCase(
    { ...patient, start: { client: 'other-secret' } },
    {
      id: id('no-storm'),
      title: 'Thirty calls of a client that is refused are not thirty requests to the broker',
      steps: [
        { do: 'burst', times: 10, of: use({ expect: failed }) },
        { do: 'burst', times: 10, of: use({ expect: failed }) },
        { do: 'burst', times: 10, of: use({ expect: failed }) },
        // It may ask again after a second, and thirty pages take a while on a busy machine.
        asked({ atMost: 20 }, 'each call was a request'),
      ],
    },
  ),
  toldToWait('retry-after', 'A client that is told when to come back does not ask the broker before', '3'),
  toldToWait(
    'retry-after-date',
    'A client that is told when to come back by a date does not ask the broker before',
    // The date is one from now; on a busy machine the first request may be late.
    '${httpDate+8}',
  ),
]
