import type { ClientCase, IdentityName } from '../../../harness/client-case.ts'
import type { FaultAction } from '../../../harness/mock-azure/contract.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { credentialRequirements as requirements } from '../requirements.ts'
import { control, mark, refused, signIn } from '../steps.ts'
import { atIdentity, failing, noSecret, noTokenAsked } from './family.ts'

const sources = ['imds', 'app-service'] as const
type Source = (typeof sources)[number]

/** An identity that is not to be had leaves nothing in the SDK's cache, which a target of its own makes sure of. */
const unavailableFamily: ClientFamily = { ...failing, isolation: 'fresh' }

/** More than the retries of any SDK; fewer than a loop. */
const boundedRetries = 12

/** The source does not give a token: an error page, no secret instead, no flood. */
function unavailable(source: Source, id: string, what: string, action: FaultAction): ClientCase {
  return clientCase(unavailableFamily, {
    id: `credentials.federated.${source}.${id}`,
    title: `Where ${source} ${what}, nobody is signed in and the app says so`,
    start: { credential: 'federated', source },
    steps: [
      { do: 'fault', endpoint: `${source}.token`, action },
      mark,
      refused('user'),
      noTokenAsked,
      ...noSecret,
      atIdentity({ atLeast: 1, atMost: boundedRetries, because: 'retries are bounded' }),
    ],
  })
}

const status = (code: number, body = '', headers: Readonly<Record<string, string>> = {}): FaultAction => ({
  do: 'status',
  status: code,
  body,
  headers: { 'content-type': 'application/json', ...headers },
})

function casesOf(source: Source): readonly ClientCase[] {
  const own: ClientFamily = { ...unavailableFamily, start: { credential: 'federated', source } }
  const token = `${source}.token` as const
  return [
    unavailable(
      source,
      'bad-request',
      'refuses with 400',
      status(400, '{"error":"invalid_request","error_description":"Identity not found"}'),
    ),
    unavailable(source, 'unauthorized', 'refuses with 401', status(401, '{"error":"unauthorized"}')),
    unavailable(source, 'forbidden', 'refuses with 403', status(403, '{"error":"forbidden"}')),
    unavailable(
      source,
      'server-error',
      'fails with 500',
      status(500, '{"error":"unknown","error_description":"Failed"}'),
    ),
    unavailable(
      source,
      'busy',
      'is busy (429) and says for how long',
      status(429, '{"error":"throttled"}', { 'retry-after': '1' }),
    ),
    unavailable(source, 'html', 'gives a page instead of a token', { do: 'html' }),
    unavailable(source, 'empty', 'gives an empty answer', { do: 'empty' }),
    unavailable(source, 'truncated', 'gives half an answer', { do: 'truncate', afterBytes: 40 }),
    unavailable(source, 'reset', 'cuts the connection', { do: 'reset' }),
    unavailable(source, 'without-token', 'gives an answer without a token', {
      do: 'json',
      value: { expires_in: '3600' },
    }),
    clientCase(
      {
        ...own,
        requirement: requirements.identityErrors,
        level: 'SHOULD',
        severity: 'low',
        gains: 'A hiccup of the platform is a failed sign-in.',
      },
      {
        id: `credentials.federated.${source}.one-failure`,
        title: `One failure of ${source} is retried, and the user signed in`,
        steps: [
          { do: 'fault', endpoint: token, calls: { from: 1, to: 1 }, action: status(500, '{"error":"unknown"}') },
          mark,
          signIn('user'),
          atIdentity({ atLeast: 2, atMost: boundedRetries, because: 'it was asked again' }),
        ],
      },
    ),
    clientCase(own, {
      id: `credentials.federated.${source}.recovers`,
      title: `Once ${source} gives tokens again users are signed in, without a restart`,
      steps: [
        { do: 'fault', endpoint: token, action: status(400, '{"error":"invalid_request"}') },
        refused('user'),
        { do: 'clear-faults' },
        signIn('later'),
      ],
    }),
    clientCase(own, {
      id: `credentials.federated.${source}.not-assigned`,
      title: `Where ${source} does not have the identity any more, nobody is signed in`,
      steps: [
        { do: 'identity', unassign: 'user-assigned' },
        mark,
        refused('user'),
        noTokenAsked,
        ...noSecret,
        atIdentity({ atLeast: 1, atMost: boundedRetries, because: 'retries are bounded' }),
      ],
    }),
    clientCase(
      { ...own, severity: 'high', gains: 'Whatever identity the machine has speaks for the app.' },
      {
        id: `credentials.federated.${source}.another-assigned`,
        title: `Where ${source} has another identity instead, that one is not used`,
        steps: [
          { do: 'identity', unassign: 'user-assigned', assign: 'unassigned' satisfies IdentityName },
          mark,
          refused('user'),
          noTokenAsked,
          ...noSecret,
        ],
      },
    ),
  ]
}

/** The managed identity cannot be had. */
export const unavailableCases: readonly ClientCase[] = [
  ...sources.flatMap(casesOf),
  ...[
    [404, 'not-found', 'is not there (404)'],
    [410, 'gone', 'is being updated (410)'],
  ].map(([code, id, what]) =>
    unavailable('imds', String(id), String(what), status(Number(code), '{"error":"not_found"}')),
  ),
  clientCase(
    {
      ...unavailableFamily,
      start: { credential: 'federated', source: 'imds' },
      requirement: requirements.identityErrors,
    },
    {
      id: 'credentials.federated.imds.slow',
      title: 'Where imds does not answer, the user gets an error page within half a minute',
      steps: [
        { do: 'fault', endpoint: 'imds.token', action: { do: 'latency', ms: 60_000 } },
        mark,
        refused('user', { expect: { shows: 'refused', atMostMs: 30_000 } }),
        noTokenAsked,
        ...noSecret,
      ],
    },
  ),
  clientCase(unavailableFamily, {
    id: 'credentials.federated.signed-in-users-stay',
    title: 'Who is signed in stays so while the identity cannot be had',
    steps: [
      control,
      {
        do: 'fault',
        endpoint: ['imds.token', 'app-service.token'],
        action: status(400, '{"error":"invalid_request"}'),
      },
      { do: 'visit', at: 'page.home', browser: 'control', expect: { shows: 'signed-in' } },
    ],
  }),
]
