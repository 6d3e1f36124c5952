import type { ClientCase } from '../../../harness/client-case.ts'
import { clientCase } from '../../client-family.ts'
import { microsoft, rfc } from '../../client-requirements.ts'
import { later, longestWaitMs, mark, upstream } from '../steps.ts'
import {
  afterwards,
  asked,
  brokerFault,
  brokerGone,
  clientFamily,
  failed,
  id,
  read,
  triesAgain,
  use,
  vaultEndpoints,
} from './steps.ts'

const secretive = {
  ...clientFamily,
  severity: 'high',
  gains: 'Whoever learns the shared secret acts as the identity of the broker.',
} as const

/** The token gets to where it is for, the secret to the broker, and neither of them anywhere else. */
export const useCases: readonly ClientCase[] = [
  clientCase(clientFamily, {
    id: id('works'),
    title: 'A client of the Azure SDK reads a vault with a token that the broker gave out',
    steps: [
      use(),
      asked(
        { exactly: 1, each: { query: { '${scopeParameter}': 'https://vault.azure.net/.default' }, status: 200 } },
        'the broker was not asked for what the SDK needs',
      ),
      upstream({ exactly: 1 }, 'somebody beside the broker asked for a token'),
      read(
        {
          atLeast: 1,
          each: {
            bearer: {
              claims: {
                aud: '/^https:\\/\\/vault\\.azure\\.net\\/?$/',
                oid: '/^(?:${systemIdentityPrincipalId}|${identityPrincipalId})$/',
              },
            },
          },
        },
        'it is no token of the identity for the vault',
      ),
    ],
  }),
  clientCase(secretive, {
    id: id('secret-in-header'),
    title: 'The shared secret goes to the broker, in the declared header, and is written nowhere',
    steps: [
      use(),
      asked({ atLeast: 1, each: { headers: { '${secretHeader}': '/./' } } }, 'the secret is not where it belongs'),
      { do: 'output', lacks: ['${brokerSecret}'], because: 'whoever reads the log has the secret' },
    ],
  }),
  clientCase(
    {
      ...secretive,
      requirement: rfc(6750, '5.3', 'A client MUST ensure that credentials get to nobody but whom they are meant for.'),
    },
    {
      id: id('redirect'),
      title: 'A redirect of the broker leads its client nowhere',
      steps: [
        brokerFault({ do: 'redirect', to: 'https://${canaryHost}/token' }),
        use({ expect: failed }),
        { do: 'ledger', of: 'canary', exactly: 0, because: 'a host that an answer named was asked for a token' },
        ...afterwards,
      ],
      conduct: triesAgain,
    },
  ),
  clientCase(
    {
      ...secretive,
      requirement: rfc(6750, '5.3', 'A client MUST validate the certificate of whom it sends a credential to.'),
    },
    {
      id: id('certificate'),
      title: 'A broker whose certificate nobody vouches for is not shown the secret',
      start: { client: 'known', clock: true, platform: [{ do: 'identity-lifetime', seconds: 3600 }] },
      steps: [
        // Before its first token the SDK asks the vault, which would be the one that nobody vouches for.
        use({ control: true }),
        later(4000),
        { do: 'certificates', trusted: false },
        mark,
        use({ label: 'with a certificate of nobody', expect: failed }),
        asked({ exactly: 0 }, 'whoever stands in the way has the secret'),
        { do: 'certificates', trusted: true },
        use({ label: 'with the right certificate', withinMs: longestWaitMs, control: true }),
      ],
      conduct: triesAgain,
    },
  ),
  clientCase(
    {
      ...secretive,
      requirement: microsoft(
        'azure/key-vault/general/authentication-requests-and-responses',
        'Key Vault authentication',
        'A token MUST be sent only where the resource of the challenge is that of the vault.',
      ),
      gains: 'Who answers in place of the vault gets a token for a service of his choice.',
    },
    {
      id: id('challenge-for-other-resource'),
      title: 'A vault that challenges for a token of another service gets none, though the broker would give it out',
      steps: [
        {
          do: 'fault',
          endpoint: vaultEndpoints,
          action: {
            do: 'status',
            status: 401,
            headers: {
              'www-authenticate':
                'Bearer authorization="https://login.microsoftonline.com/${tenantId}", resource="https://management.azure.com"',
            },
          },
        },
        use({ expect: { shows: 'error', lacks: ['${clientShows}'], atMostMs: longestWaitMs } }),
        asked({ none: { query: { '${scopeParameter}': '/management/' } } }, 'it was asked for what the answer named'),
        read({ none: { bearer: { claims: { aud: '/management/' } } } }, 'a token for another service was sent'),
        ...afterwards,
      ],
      conduct: triesAgain,
    },
  ),
  clientCase(
    {
      ...clientFamily,
      severity: 'high',
      requirement: microsoft(
        'azure/developer/javascript/sdk/authentication/best-practices',
        'authentication best practices',
        'A program MUST use the credential that it is configured with, and no other in its place.',
      ),
      gains: 'The program acts as an identity that it was kept from, without anybody noticing.',
    },
    {
      id: id('no-other-credential'),
      title: 'Without the broker no other credential takes its place',
      steps: [
        brokerGone,
        use({ expect: failed }),
        upstream({ exactly: 0 }, 'it asked for a token by itself'),
        ...afterwards,
      ],
      conduct: triesAgain,
    },
  ),
]
