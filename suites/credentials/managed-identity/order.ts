import type { ClientCase } from '../../../harness/client-case.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { microsoft } from '../../client-requirements.ts'
import {
  anyIdentityRequest,
  asked,
  chat,
  code,
  failure,
  identityFamily,
  identityRequests,
  longestWaitMs,
  model,
  modelResource,
  sessions,
  sessionsResource,
  withoutIdentity,
} from './steps.ts'

const family: ClientFamily = {
  ...identityFamily,
  requirement: microsoft(
    'azure/developer/javascript/sdk/authentication/credential-chains',
    'credential chains of the Azure SDK',
    'Credentials are tried in an order: the environment, a workload identity, the managed identity, then a developer’s; one that is configured and fails MUST end the chain.',
  ),
  severity: 'medium',
  gains: 'The application acts as somebody else than its operator configured, with other rights.',
  needs: ['action.chat', 'action.code'],
  isolation: 'fresh',
}
const id = (name: string): string => `credentials.managed-identity.${name}`
const servicePrincipal = { form: { client_id: '${servicePrincipalClientId}' } }

/** Which credential is taken where there are several. */
export const orderCases: readonly ClientCase[] = [
  clientCase(family, {
    id: id('environment-first'),
    title: 'A service principal in the environment comes before the managed identity',
    needs: ['environment-credential'],
    start: { others: ['environment'] },
    steps: [
      chat(),
      code(),
      asked('entra.token', { atLeast: 2, each: servicePrincipal }, 'it was not the service principal that signed in'),
      anyIdentityRequest({ exactly: 0 }, 'the managed identity was asked'),
    ],
  }),
  clientCase(family, {
    id: id('environment-audiences'),
    title: 'A service principal gets a token of its own for each service, too',
    needs: ['environment-credential'],
    start: { others: ['environment'] },
    steps: [
      chat(),
      code(),
      asked(model, { atLeast: 1, each: { bearer: { claims: { aud: modelResource } } } }, 'it was for something else'),
      asked(
        sessions,
        { atLeast: 1, each: { bearer: { claims: { aud: sessionsResource } } } },
        'it was for something else',
      ),
    ],
  }),
  clientCase(family, {
    id: id('environment-cached'),
    title: 'A service principal signs in once for each service',
    needs: ['environment-credential'],
    start: { others: ['environment'] },
    steps: [
      chat(),
      code(),
      chat(),
      code(),
      asked('entra.token', { exactly: 2, distinct: ['form.scope'] }, 'a token that was good was asked for again'),
    ],
  }),
  clientCase(
    { ...family, severity: 'high', gains: 'Whoever reads a log of URLs has the secret.' },
    {
      id: id('environment-secret-in-body'),
      title: 'The secret of a service principal travels in the body of a POST',
      needs: ['environment-credential'],
      start: { others: ['environment'] },
      steps: [
        chat(),
        asked(
          'entra.token',
          { atLeast: 1, each: { method: 'POST', query: { client_secret: null } } },
          'it travelled in the URL',
        ),
      ],
    },
  ),
  clientCase(family, {
    id: id('environment-wrong-secret'),
    title: 'A service principal that Entra ID refuses is not replaced by the managed identity',
    needs: ['environment-credential'],
    start: { others: ['environment'], env: { AZURE_CLIENT_SECRET: 'mock-secret-that-nobody-knows' } },
    steps: [
      chat({ expect: { ...failure, lacks: ['mock-secret-that-nobody-knows'] } }),
      asked('entra.token', { atLeast: 1 }, 'the service principal did not even try'),
      identityRequests({ exactly: 0 }, 'it went on as somebody else'),
      asked(model, { exactly: 0 }, 'it went on as somebody else'),
      { do: 'output', lacks: ['mock-secret-that-nobody-knows'], because: 'secrets do not belong into a log' },
    ],
  }),
  clientCase(family, {
    id: id('workload-identity-first'),
    title: 'A workload identity comes before the managed identity',
    needs: ['workload-identity'],
    start: { others: ['workload-identity'] },
    steps: [
      chat(),
      code(),
      asked(
        'entra.token',
        { atLeast: 2, each: { assertion: {}, form: { client_secret: null, grant_type: 'client_credentials' } } },
        'it did not prove itself with the projected token',
      ),
      identityRequests({ exactly: 0 }, 'the managed identity was asked'),
    ],
  }),
  clientCase(family, {
    id: id('workload-identity-audiences'),
    title: 'A workload identity gets a token of its own for each service, too',
    needs: ['workload-identity'],
    start: { others: ['workload-identity'] },
    steps: [
      chat(),
      code(),
      asked(model, { atLeast: 1, each: { bearer: { claims: { aud: modelResource } } } }, 'it was for something else'),
      asked(
        sessions,
        { atLeast: 1, each: { bearer: { claims: { aud: sessionsResource } } } },
        'it was for something else',
      ),
    ],
  }),
  clientCase(family, {
    id: id('managed-identity-before-cli'),
    title: 'The managed identity comes before what a developer has signed in with',
    needs: ['azure-cli'],
    start: { others: ['azure-cli'] },
    steps: [
      chat(),
      identityRequests({ atLeast: 1 }, 'the managed identity was not asked'),
      asked('entra.token', { exactly: 0 }, "the developer's sign-in was used"),
    ],
  }),
  clientCase(family, {
    id: id('cli-last'),
    title: 'Without any other credential, what a developer has signed in with is used, for each service',
    needs: ['azure-cli'],
    start: { others: ['azure-cli'], platform: withoutIdentity },
    steps: [
      chat({ expect: { status: '2xx', atMostMs: longestWaitMs } }),
      code(),
      asked(model, { exactly: 1, each: { bearer: { claims: { aud: modelResource } } } }, 'it was for something else'),
      asked(
        sessions,
        { exactly: 1, each: { bearer: { claims: { aud: sessionsResource } } } },
        'it was for something else',
      ),
    ],
  }),
]
