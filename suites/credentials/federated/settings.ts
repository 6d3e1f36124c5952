import type { ClientCase } from '../../../harness/client-case.ts'
import { clientCase } from '../../client-family.ts'
import { credentialRequirements as requirements } from '../requirements.ts'
import { mark } from '../steps.ts'
import { federated, noSecret } from './family.ts'

/** How the identity is configured. */
export const settingCases: readonly ClientCase[] = [
  ...(['absent', 'empty'] as const).map((credentialSettings) =>
    clientCase(
      {
        ...federated,
        requirement: requirements.settings,
        level: 'SHOULD',
        severity: 'low',
        gains: 'Users cannot sign in, and nobody is told why.',
      },
      {
        id: `credentials.federated.setting-${credentialSettings}`,
        title: `With the setting of the identity ${credentialSettings} the app does not start, and names it`,
        start: { credential: 'federated', credentialSettings, expect: 'fails', output: ['/${credentialSettings}/'] },
        steps: [],
      },
    ),
  ),
  ...(['secret', 'certificate'] as const).map((kind) =>
    clientCase(
      { ...federated, requirement: requirements.oneMethod, gains: `The ${kind} that was to go is still in use.` },
      {
        id: `credentials.federated.${kind}-beside`,
        title: `With a ${kind} left beside it the app does not use the ${kind}`,
        start: { credential: 'federated', beside: [kind], expect: 'either' },
        steps: [
          mark,
          { do: 'sign-in', browser: 'user', expect: { shows: 'answered' } },
          ...noSecret,
          {
            do: 'ledger',
            of: 'entra.token',
            none: { assertion: { claims: { iss: '${webAppClientId}' } } },
            because: 'the assertion is not the token of the identity',
          },
        ],
      },
    ),
  ),
]
