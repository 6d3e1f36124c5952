import type { ClientCase } from '../../../harness/client-case.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { microsoft } from '../../client-requirements.ts'
import { identityEndpoints } from '../../identity-endpoints.ts'
import {
  asked,
  chat,
  code,
  fault,
  identityFamily,
  identityRequests,
  mark,
  model,
  modelResource,
  sessions,
  sessionsResource,
} from './steps.ts'

const family: ClientFamily = {
  ...identityFamily,
  requirement: microsoft(
    'entra/identity/managed-identities-azure-resources/how-to-use-vm-token',
    'token caching',
    'Tokens of a managed identity MUST be cached by the application for each resource, or it is throttled.',
  ),
  severity: 'medium',
  gains: 'The source throttles the application, which then has no token at all.',
  needs: ['action.chat', 'action.code'],
  isolation: 'fresh',
}
const id = (name: string): string => `credentials.managed-identity.${name}`
const day = 86_400

/** One token for each resource, for as long as it is good. */
export const tokenCases: readonly ClientCase[] = [
  clientCase(family, {
    id: id('cached-by-resource'),
    title: 'However often both services are called in turn, there is one request for each token',
    steps: [
      chat(),
      code(),
      chat(),
      code(),
      chat(),
      code(),
      identityRequests({ exactly: 2, distinct: ['query.resource'] }, 'a token that was good was asked for again'),
      asked(model, { exactly: 3, same: ['bearer'] }, 'the model saw several tokens'),
      asked(sessions, { exactly: 3, same: ['bearer'] }, 'the session pool saw several tokens'),
    ],
  }),
  clientCase(family, {
    id: id('first-calls-share'),
    title: 'First calls at the same time share one request for a token',
    level: 'SHOULD',
    severity: 'low',
    steps: [
      // Whoever asks meanwhile asks at the same time, however busy the machine is.
      fault(identityEndpoints, { do: 'latency', ms: 400 }),
      { do: 'burst', times: 20, of: chat() },
      identityRequests({ exactly: 1 }, 'they did not share'),
    ],
  }),
  clientCase(
    {
      ...family,
      gains: 'A day after it was started the application stops working.',
      requirement: microsoft(
        'entra/identity/managed-identities-azure-resources/how-to-use-vm-token',
        'token caching',
        'The application MUST be prepared for a token to expire, and fetch another.',
      ),
    },
    {
      id: id('renewed'),
      title: 'A day later both services are called with new tokens, each with its own',
      start: { clock: true },
      steps: [
        chat({ control: true }),
        code({ control: true }),
        { do: 'clock', of: 'both', seconds: 2 * day },
        mark,
        chat({ label: 'chat two days later' }),
        code({ label: 'code two days later' }),
        identityRequests({ atLeast: 2 }, 'nobody asked for new tokens'),
        asked(model, { each: { bearer: { claims: { aud: modelResource } } } }, 'tokens were mixed up'),
        asked(sessions, { each: { bearer: { claims: { aud: sessionsResource } } } }, 'tokens were mixed up'),
      ],
    },
  ),
  clientCase(family, {
    id: id('renewed-apart'),
    title: 'The renewal of one token does not replace the other',
    start: { clock: true },
    steps: [
      chat({ control: true }),
      { do: 'clock', of: 'both', seconds: day / 2 - 3600 },
      code({ control: true }),
      { do: 'clock', of: 'both', seconds: day / 2 + 7200 },
      mark,
      chat({ label: 'chat when its token has expired' }),
      code({ label: 'code while its token is good' }),
      asked(model, { each: { bearer: { claims: { aud: modelResource } } } }, 'tokens were mixed up'),
      asked(sessions, { each: { bearer: { claims: { aud: sessionsResource } } } }, 'tokens were mixed up'),
    ],
  }),
]
