import type { ClientCase, PlatformStep } from '../../../harness/client-case.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { identityEndpoints } from '../../identity-endpoints.ts'
import { control, healthy, readSecret, requirements, vaultFault } from './common.ts'

const retries: ClientFamily = {
  requirement: requirements.throttling,
  level: 'MUST',
  severity: 'medium',
  maker: 'anyone',
  gains: 'An outage of the vault is made worse by whoever waits for it, and one restart becomes hundreds of requests.',
  system: 'any',
  needs: ['key-vault', 'key-vault-fail'],
  isolation: 'fresh',
}

/** With the challenge, what three retries by each of two layers come to. */
const mostAttempts = 16

function bounded(id: string, title: string, broken: PlatformStep): ClientCase {
  return clientCase(retries, {
    id: `configuration.key-vault.retries.${id}`,
    title,
    start: { vault: 'environment-right', expect: 'fails', platform: [broken] },
    steps: [
      {
        do: 'ledger',
        of: [readSecret, ...identityEndpoints],
        atMost: mostAttempts,
        because: 'it asks again and again, though it is told to stop',
      },
      ...control({ do: 'clear-faults' }),
    ],
  })
}

const transient: ClientFamily = {
  ...retries,
  level: 'SHOULD',
  severity: 'low',
  gains: 'A hiccup of a second ends the start, and with it an update or a scale-out.',
  needs: ['key-vault'],
}

/** One bad answer to the request that carries the token; a start gets over it. */
function once(id: string, title: string, steps: ClientCase['steps'], broken: PlatformStep): ClientCase {
  return clientCase(transient, {
    id: `configuration.key-vault.retries.${id}`,
    title,
    start: { vault: 'environment-absent', expect: 'starts', platform: [broken] },
    steps,
  })
}

const second = { from: 2, to: 2 }

/** How often it asks. */
export const retryCases: readonly ClientCase[] = [
  bounded(
    'throttled',
    'A vault that throttles is asked a bounded number of times',
    vaultFault({ do: 'status', status: 429 }),
  ),
  bounded(
    'unavailable',
    'A vault that is unavailable is asked a bounded number of times',
    vaultFault({ do: 'status', status: 503 }),
  ),
  bounded(
    'forbidden',
    'A vault that refuses is asked a bounded number of times',
    vaultFault({
      do: 'status',
      status: 403,
      headers: { 'content-type': 'application/json' },
      body: '{"error":{"code":"Forbidden","message":"no","innererror":{"code":"ForbiddenByRbac"}}}',
    }),
  ),
  once('once-unavailable', 'One answer that the vault is unavailable does not end the start', [healthy], {
    do: 'fault',
    endpoint: readSecret,
    calls: second,
    action: { do: 'status', status: 503 },
  }),
  once(
    'retry-after',
    'The time that a vault asks for is waited for',
    [
      healthy,
      {
        do: 'ledger',
        of: readSecret,
        where: { headers: { authorization: '/./' }, url: '/${keyVaultSecret|regex}/' },
        atLeast: 2,
        apartAtLeastSeconds: 1.9,
        because: 'it was asked again before the time it named was over',
      },
    ],
    {
      do: 'fault',
      endpoint: readSecret,
      calls: second,
      action: { do: 'status', status: 429, headers: { 'retry-after': '2' } },
    },
  ),
  once('identity-once-unavailable', 'One bad answer of the identity endpoint does not end the start', [healthy], {
    do: 'fault',
    endpoint: identityEndpoints,
    calls: { from: 1, to: 1 },
    action: { do: 'status', status: 500 },
  }),
]
