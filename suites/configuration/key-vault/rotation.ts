import type { ClientCase, VisitStep } from '../../../harness/client-case.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { healthy, namesFirst, requirements } from './common.ts'
import { accepted } from './source.ts'

const rotation: ClientFamily = {
  requirement: requirements.source,
  level: 'MUST',
  severity: 'high',
  maker: 'anyone',
  gains: 'A setting that was withdrawn stays in force: tokens count that should not any more.',
  system: 'any',
  needs: ['key-vault'],
  isolation: 'fresh',
  start: { vault: 'environment-stale' },
}

const forAnother: VisitStep = {
  ...accepted,
  label: 'a token for the new client ID',
  token: {
    baseline: 'delegated',
    mutations: [{ op: 'set', part: 'claims', values: { aud: '${otherAppClientId}' } }],
  },
}

const refused = { status: 401 } as const

/** What becomes of a secret that changes. */
export const rotationCases: readonly ClientCase[] = [
  clientCase(rotation, {
    id: 'configuration.key-vault.rotation.restart',
    title: 'A changed secret counts from the next start',
    needs: ['api'],
    steps: [
      { ...accepted, control: true },
      { ...forAnother, expect: refused },
      { do: 'vault-secret', setting: 'second', value: '${otherAppClientId}' },
      { do: 'restart' },
      forAnother,
      { ...accepted, label: 'a token for the old client ID', expect: refused },
    ],
  }),
  clientCase(rotation, {
    id: 'configuration.key-vault.rotation.deleted',
    title: 'A deleted secret is missed at the next start',
    needs: ['key-vault-fail'],
    steps: [
      { ...healthy, control: true },
      { do: 'vault-secret', setting: 'first', value: null },
      { do: 'restart', expect: 'fails' },
      { do: 'ended', output: [namesFirst] },
    ],
  }),
  clientCase(rotation, {
    id: 'configuration.key-vault.rotation.disabled',
    title: 'A disabled secret is missed at the next start',
    needs: ['key-vault-fail'],
    steps: [
      { ...healthy, control: true },
      { do: 'vault-secret', setting: 'first', enabled: false },
      { do: 'restart', expect: 'fails' },
      { do: 'ended', output: [namesFirst] },
    ],
  }),
  clientCase(rotation, {
    id: 'configuration.key-vault.rotation.right-withdrawn',
    title: 'A right that is withdrawn is missed at the next start',
    needs: ['key-vault-fail'],
    steps: [
      { ...healthy, control: true },
      { do: 'role', identity: 'system-assigned', role: 'Key Vault Secrets User', on: 'vault', change: 'remove' },
      { do: 'role', identity: 'user-assigned', role: 'Key Vault Secrets User', on: 'vault', change: 'remove' },
      { do: 'restart', expect: 'fails' },
      { do: 'ended', output: [namesFirst] },
    ],
  }),
]
