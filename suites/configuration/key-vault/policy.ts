import type { ClientCase, ClientStep, PlatformStep } from '../../../harness/client-case.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { control, namesFirst, notHealthy, requirements, vaultFault } from './common.ts'
import { accepted, staleAudience } from './source.ts'

const policy: ClientFamily = {
  requirement: requirements.failSecurely,
  level: 'MUST',
  severity: 'high',
  maker: 'anyone',
  gains: 'The service runs on other settings than it was told to, and nobody finds out.',
  system: 'any',
  needs: ['key-vault', 'key-vault-environment'],
  isolation: 'fresh',
}

const health: ClientFamily = {
  ...policy,
  requirement: requirements.health,
  gains: 'Whoever watches the service believes that it runs on the settings of the vault.',
}

const warned: ClientStep = {
  do: 'output',
  contains: [namesFirst],
  because: 'nothing in the output says that a setting is not that of the vault',
}

const shutOut: PlatformStep = { do: 'vault', refusal: 'ForbiddenByFirewall' }
const letIn: PlatformStep = { do: 'vault', refusal: null }

function degraded(id: string, when: string, broken: PlatformStep, mended: PlatformStep): ClientCase {
  return clientCase(health, {
    id: `configuration.key-vault.policy.${id}`,
    title: `Health does not say healthy when ${when}`,
    start: { vault: 'environment-right', platform: [broken] },
    steps: [notHealthy, ...control(mended)],
  })
}

const firstSecret = { do: 'vault-secret', setting: 'first' } as const
const restored: PlatformStep = { ...firstSecret, value: '${keyVaultValue}', enabled: true }

/** Where it is declared that a start on the environment is better than none. */
export const policyCases: readonly ClientCase[] = [
  degraded('health', 'the vault could not be read', shutOut, letIn),
  degraded('health-secret-missing', 'a secret is missing', { ...firstSecret, value: null }, restored),
  degraded('health-secret-disabled', 'a secret is disabled', { ...firstSecret, enabled: false }, restored),
  degraded('health-secret-expired', 'a secret has expired', { ...firstSecret, expiresIn: -3600 }, restored),
  degraded('health-secret-empty', 'a secret is empty', { ...firstSecret, value: '' }, restored),
  degraded('health-not-a-guid', 'a secret is malformed', { ...firstSecret, value: 'contoso' }, restored),
  degraded('health-throttled', 'the vault throttled', vaultFault({ do: 'status', status: 429 }), {
    do: 'clear-faults',
  }),
  clientCase(policy, {
    id: 'configuration.key-vault.policy.warning',
    title: 'A start on the environment is said in the output, with the setting',
    start: { vault: 'environment-right', platform: [shutOut] },
    steps: [warned, ...control(letIn)],
  }),
  clientCase(policy, {
    id: 'configuration.key-vault.policy.environment-in-force',
    title: 'The settings of the environment are then in force',
    severity: 'medium',
    needs: ['api'],
    start: { vault: 'environment-right', platform: [shutOut] },
    steps: [accepted, staleAudience],
  }),
  clientCase(policy, {
    id: 'configuration.key-vault.policy.all-or-none',
    title: 'Settings of the vault and of the environment are not mixed',
    gains: "Tokens of the vault's tenant count for another API: a pair of settings that nobody ever meant.",
    needs: ['api'],
    start: { vault: 'environment-stale', platform: [{ do: 'vault-secret', setting: 'second', value: null }] },
    steps: [
      staleAudience,
      ...control({ do: 'vault-secret', setting: 'second', value: '${keyVaultSecondValue}' }),
      { ...accepted, control: true },
    ],
  }),
  clientCase(policy, {
    id: 'configuration.key-vault.policy.vault-wins-again',
    title: 'Once the vault can be read again, it wins from the next start',
    needs: ['api'],
    start: { vault: 'environment-stale', platform: [shutOut] },
    steps: [letIn, { do: 'restart' }, accepted, staleAudience],
  }),
]
