import type { ClientCase } from '../../../harness/client-case.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { control, healthy, readSecret, requirements } from './common.ts'

const least: ClientFamily = {
  requirement: requirements.leastPrivilege,
  level: 'MUST',
  severity: 'medium',
  maker: 'anyone',
  gains: 'The identity needs rights on everything in the vault; whoever gets hold of it gets all of that.',
  system: 'any',
  needs: ['key-vault'],
  isolation: 'fresh',
  start: { vault: 'environment-right' },
}

const well = { ...healthy, control: true }

const secrecy: ClientFamily = {
  ...least,
  requirement: requirements.secrecy,
  gains: 'Whoever reads the log or the page reads what is in the vault.',
}

const values = ['${keyVaultValue}', '${keyVaultSecondValue}']

/** What it asks of the vault, and whom it tells. */
export const leastPrivilegeCases: readonly ClientCase[] = [
  clientCase(least, {
    id: 'configuration.key-vault.least-privilege.list',
    title: 'Nothing is listed',
    steps: [
      well,
      {
        do: 'ledger',
        of: ['key-vault.secret.list', 'key-vault.secret.versions', 'key-vault.deleted-secret.list'],
        exactly: 0,
        because: 'the names of all secrets are none of its business',
      },
    ],
  }),
  clientCase(least, {
    id: 'configuration.key-vault.least-privilege.write',
    title: 'Nothing is written, deleted or recovered',
    steps: [
      well,
      {
        do: 'ledger',
        of: [
          'key-vault.secret.set',
          'key-vault.secret.update',
          'key-vault.secret.delete',
          'key-vault.deleted-secret.recover',
          'key-vault.deleted-secret.purge',
        ],
        exactly: 0,
        because: 'who reads settings has nothing to change',
      },
    ],
  }),
  clientCase(least, {
    id: 'configuration.key-vault.least-privilege.declared-secrets',
    title: 'No secret is read but those that are declared',
    steps: [
      well,
      {
        do: 'ledger',
        of: readSecret,
        atLeast: 1,
        each: {
          method: 'GET',
          url: '/\\/secrets\\/(?:${keyVaultSecret|regex}|${keyVaultSecondSecret|regex})(?:\\/|$)/',
        },
        because: 'a secret was read that is no setting',
      },
    ],
  }),
  clientCase(secrecy, {
    id: 'configuration.key-vault.secrecy.output',
    title: 'Values of the vault are not written to the output',
    steps: [well, { do: 'output', lacks: values, because: 'a line holds the value of a secret' }],
  }),
  clientCase(secrecy, {
    id: 'configuration.key-vault.secrecy.health',
    title: 'Values of the vault are not shown by the health endpoint',
    steps: [{ ...healthy, expect: { status: '2xx', lacks: values } }],
  }),
  clientCase(secrecy, {
    id: 'configuration.key-vault.secrecy.error',
    title: 'The error about a malformed value does not hold it',
    needs: ['key-vault-fail'],
    start: {
      vault: 'environment-right',
      expect: 'fails',
      platform: [{ do: 'vault-secret', setting: 'first', value: 'recognisable-${canary}' }],
    },
    steps: [
      { do: 'output', lacks: ['recognisable-${canary}'], because: 'the error repeats the value' },
      ...control({ do: 'vault-secret', setting: 'first', value: '${keyVaultValue}' }),
    ],
  }),
]
