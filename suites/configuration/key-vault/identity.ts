import type { ClientCase, PlatformStep } from '../../../harness/client-case.ts'
import type { FaultAction } from '../../../harness/mock-azure/contract.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { identityEndpoints } from '../../identity-endpoints.ts'
import { control, healthy, namesFirst, readSecret, requirements } from './common.ts'

const identity: ClientFamily = {
  requirement: requirements.challenge,
  level: 'MUST',
  severity: 'high',
  maker: 'anyone',
  gains: 'A token that opens more than the vault is about, or the wrong identity reads it.',
  system: 'any',
  needs: ['key-vault'],
  isolation: 'fresh',
  start: { vault: 'environment-right' },
}

const failing: ClientFamily = {
  ...identity,
  requirement: requirements.failSecurely,
  severity: 'critical',
  gains: 'The service runs on stale settings, and nobody finds out: it may trust a tenant that it should not.',
  needs: ['key-vault', 'key-vault-fail'],
}

const both = ['system-assigned', 'user-assigned'] as const
const cleared: readonly PlatformStep[] = [{ do: 'clear-faults' }]

function failure(
  id: string,
  title: string,
  broken: readonly PlatformStep[],
  mended: readonly PlatformStep[] = cleared,
): ClientCase {
  return clientCase(failing, {
    id: `configuration.key-vault.identity.${id}`,
    title,
    start: { vault: 'environment-right', expect: 'fails', output: [namesFirst], platform: broken },
    steps: control(...mended),
  })
}

const fault = (action: FaultAction): readonly PlatformStep[] => [{ do: 'fault', endpoint: identityEndpoints, action }]

/** Who reads the vault, and with what. */
export const identityCases: readonly ClientCase[] = [
  clientCase(identity, {
    id: 'configuration.key-vault.identity.for-the-vault-alone',
    title: 'The identity is asked for a token for Key Vault, and for nothing else',
    steps: [
      { ...healthy, control: true },
      {
        do: 'ledger',
        of: identityEndpoints,
        each: { query: { resource: '/^https:\\/\\/vault\\.azure\\.net\\/?$/' } },
        atLeast: 1,
        because: 'reading two settings needs a token for Key Vault alone',
      },
    ],
  }),
  clientCase(identity, {
    id: 'configuration.key-vault.identity.token-to-the-vault-alone',
    title: 'The token for Key Vault goes to the vault alone',
    steps: [
      { ...healthy, control: true },
      {
        do: 'ledger',
        where: { bearer: { claims: { aud: '/vault\\.azure\\.net|cfa8b339-82a2-471a-a3c9-0fc0be7a4093/' } } },
        atLeast: 1,
        each: { url: '/^https:\\/\\/${keyVaultName|regex}\\.vault\\.azure\\.net\\//' },
        because: 'the token for Key Vault was sent elsewhere, or there was none',
      },
    ],
  }),
  clientCase(identity, {
    id: 'configuration.key-vault.identity.one-token',
    title: 'One token serves for all settings',
    requirement: requirements.throttling,
    level: 'SHOULD',
    severity: 'low',
    gains: 'Each start asks for more than it needs, and meets the limits of the identity endpoint sooner.',
    steps: [
      { ...healthy, control: true },
      { do: 'ledger', of: identityEndpoints, where: { status: 200 }, exactly: 1, because: 'a token was fetched again' },
    ],
  }),
  clientCase(identity, {
    id: 'configuration.key-vault.identity.imds',
    title: 'On a virtual machine the identity is that of the instance metadata service',
    severity: 'medium',
    start: { vault: 'environment-right', source: 'imds', expect: 'starts' },
    steps: [
      healthy,
      { do: 'ledger', of: 'imds.token', where: { status: 200 }, atLeast: 1, because: 'IMDS gave no token' },
      { do: 'ledger', of: readSecret, where: { status: 200 }, atLeast: 1, because: 'no secret was read' },
    ],
  }),
  failure(
    'not-assigned',
    'It does not start when its identity is taken away',
    both.map((unassign) => ({ do: 'identity', unassign })),
    both.map((assign) => ({ do: 'identity', assign })),
  ),
  failure(
    'refused',
    'It does not start when the identity endpoint refuses',
    fault({
      do: 'status',
      status: 400,
      headers: { 'content-type': 'application/json' },
      body: '{"error":"invalid_request","error_description":"Identity not found"}',
    }),
  ),
  failure('garbage', 'It does not start when the identity endpoint answers with a page', fault({ do: 'html' })),
  failure(
    'token-refused',
    "It does not start when the vault does not take the identity's token",
    fault({ do: 'patch-json', value: { access_token: 'not-a-token' } }),
  ),
]
