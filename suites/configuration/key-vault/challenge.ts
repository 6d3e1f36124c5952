import type { ClientCase, ClientStep } from '../../../harness/client-case.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { control, noOtherToken, requirements, vaultFault } from './common.ts'

const challenge: ClientFamily = {
  requirement: requirements.challenge,
  level: 'MUST',
  severity: 'high',
  maker: 'anyone',
  gains: 'Who answers in place of the vault gets a token of the identity for a service of his choice.',
  system: 'any',
  needs: ['key-vault', 'key-vault-fail'],
  isolation: 'fresh',
}

function otherResource(id: string, title: string, header: string): ClientCase {
  return clientCase(challenge, {
    id: `configuration.key-vault.challenge.${id}`,
    title,
    start: {
      vault: 'environment-right',
      expect: 'fails',
      platform: [vaultFault({ do: 'status', status: 401, headers: { 'www-authenticate': header } })],
    },
    steps: [...noOtherToken, ...control({ do: 'clear-faults' })],
  })
}

const authorization = 'authorization="https://login.microsoftonline.com/${tenantId}"'
const resource = 'resource="https://vault.azure.net"'

const canary: ClientStep = {
  do: 'ledger',
  of: 'canary',
  none: { headers: { authorization: '/./' } },
  because: 'a token was sent to a host that the answer of somebody else named',
}

/** Answers that want a token for something else, or somewhere else. */
export const challengeCases: readonly ClientCase[] = [
  otherResource(
    'other-service',
    'A challenge for a token of another Microsoft service gets none',
    `Bearer ${authorization}, resource="https://graph.microsoft.com"`,
  ),
  otherResource(
    'other-domain',
    "A challenge for a token of somebody else's resource gets none",
    `Bearer ${authorization}, resource="https://vault.attacker.example"`,
  ),
  otherResource(
    'look-alike',
    'A challenge for a resource whose name begins like that of Key Vault gets none',
    `Bearer ${authorization}, resource="https://vault.azure.net.attacker.example"`,
  ),
  otherResource(
    'scope',
    'A challenge that names another service as the scope gets no token',
    `Bearer ${authorization}, scope="https://management.azure.com/.default"`,
  ),
  clientCase(challenge, {
    id: 'configuration.key-vault.challenge.other-authority',
    title: "A challenge that names somebody else's authority sends nothing there",
    start: {
      vault: 'environment-right',
      expect: 'fails',
      platform: [
        vaultFault({
          do: 'status',
          status: 401,
          headers: { 'www-authenticate': `Bearer authorization="https://\${canaryHost}/\${tenantId}", ${resource}` },
        }),
      ],
    },
    steps: [canary, ...control({ do: 'clear-faults' })],
  }),
  clientCase(challenge, {
    id: 'configuration.key-vault.challenge.without-end',
    title: 'A vault that challenges again and again is not asked without end',
    requirement: requirements.throttling,
    severity: 'medium',
    gains: 'A token that the vault does not take is sent over and over, and the start never ends.',
    start: {
      vault: 'environment-right',
      expect: 'fails',
      platform: [
        vaultFault({
          do: 'status',
          status: 401,
          headers: { 'www-authenticate': `Bearer ${authorization}, ${resource}` },
        }),
      ],
    },
    steps: [
      { do: 'ledger', of: 'key-vault.secret.get', atMost: 10, because: 'it goes on although nothing changes' },
      ...control({ do: 'clear-faults' }),
    ],
  }),
  clientCase(challenge, {
    id: 'configuration.key-vault.challenge.redirect',
    title: 'A redirect to another host gets no token',
    requirement: requirements.challenge,
    start: {
      vault: 'environment-right',
      expect: 'fails',
      // The first answer is the genuine challenge; the request with the token is led away.
      platform: [
        {
          do: 'fault',
          endpoint: 'key-vault.secret.get',
          calls: { from: 2, to: 1000 },
          action: { do: 'redirect', to: 'https://${canaryHost}/secrets' },
        },
      ],
    },
    steps: [canary, ...control({ do: 'clear-faults' })],
  }),
]
