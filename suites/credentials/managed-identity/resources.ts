import type { ClientCase } from '../../../harness/client-case.ts'
import { clientCase } from '../../client-family.ts'
import {
  asked,
  chat,
  code,
  identityFamily as family,
  identityRequests,
  model,
  modelResource,
  sessions,
  sessionsResource,
} from './steps.ts'

const id = (name: string): string => `credentials.managed-identity.${name}`
const both = ['action.chat', 'action.code'] as const

/** Which resource a token is asked for, and where it goes. */
export const resourceCases: readonly ClientCase[] = [
  clientCase(family, {
    id: id('model-resource'),
    title: 'The token for the model is asked for as one for Cognitive Services',
    needs: ['action.chat'],
    isolation: 'fresh',
    steps: [
      chat(),
      identityRequests(
        { atLeast: 1, each: { query: { resource: modelResource } } },
        'a token for another resource was asked for',
      ),
    ],
  }),
  clientCase(family, {
    id: id('sessions-resource'),
    title: 'The token for the session pool is asked for as one for dynamic sessions',
    needs: ['action.code'],
    isolation: 'fresh',
    steps: [
      code(),
      identityRequests(
        { atLeast: 1, each: { query: { resource: sessionsResource } } },
        'a token for another resource was asked for',
      ),
    ],
  }),
  clientCase(family, {
    id: id('model-audience'),
    title: 'The model gets a token whose audience is Cognitive Services',
    needs: ['action.chat'],
    steps: [
      chat(),
      asked(
        model,
        { atLeast: 1, each: { bearer: { claims: { aud: modelResource } } } },
        'the model was sent a token for something else',
      ),
    ],
  }),
  clientCase(family, {
    id: id('sessions-audience'),
    title: 'The session pool gets a token whose audience is dynamic sessions',
    needs: ['action.code'],
    steps: [
      code(),
      asked(
        sessions,
        { atLeast: 1, each: { bearer: { claims: { aud: sessionsResource } } } },
        'the session pool was sent a token for something else',
      ),
    ],
  }),
  clientCase(family, {
    id: id('model-token-stays'),
    title: 'The token for the model is not sent to the session pool afterwards',
    needs: both,
    isolation: 'fresh',
    steps: [
      chat(),
      code(),
      asked(sessions, { none: { bearer: { claims: { aud: modelResource } } } }, 'it learned a token for the model'),
    ],
  }),
  clientCase(family, {
    id: id('sessions-token-stays'),
    title: 'The token for the session pool is not sent to the model afterwards',
    needs: both,
    isolation: 'fresh',
    steps: [
      code(),
      chat(),
      asked(model, { none: { bearer: { claims: { aud: sessionsResource } } } }, 'it learned a token for sessions'),
    ],
  }),
  clientCase(family, {
    id: id('tokens-apart-at-once'),
    title: 'Calls at the same time to both services carry the right tokens',
    needs: both,
    isolation: 'fresh',
    steps: [
      { do: 'burst', times: 8, of: chat() },
      { do: 'burst', times: 8, of: code() },
      asked(model, { exactly: 8, each: { bearer: { claims: { aud: modelResource } } } }, 'tokens were mixed up'),
      asked(sessions, { exactly: 8, each: { bearer: { claims: { aud: sessionsResource } } } }, 'tokens were mixed up'),
    ],
  }),
  clientCase(
    { ...family, gains: 'Whoever reads the logs of a proxy or of the service can act as the application.' },
    {
      id: id('token-in-header'),
      title: 'The token travels in the Authorization header alone',
      needs: both,
      steps: [
        chat(),
        code(),
        {
          do: 'ledger',
          of: [model, sessions],
          each: { query: { access_token: null, token: null }, headers: { 'api-key': null }, bearer: {} },
          because: 'it travelled another way',
        },
      ],
    },
  ),
  clientCase(
    {
      ...family,
      gains: 'What one application may do, another one does: the roles are assigned to the wrong identity.',
    },
    {
      id: id('system-assigned-own'),
      title: 'The services are called as the system-assigned identity',
      needs: [...both, 'system-assigned'],
      steps: [
        chat(),
        code(),
        {
          do: 'ledger',
          of: [model, sessions],
          atLeast: 2,
          each: { bearer: { claims: { oid: '${systemIdentityPrincipalId}' } } },
          because: 'another identity was used',
        },
      ],
    },
  ),
  clientCase(
    {
      ...family,
      gains: 'What one application may do, another one does: the roles are assigned to the wrong identity.',
    },
    {
      id: id('system-assigned-unnamed'),
      title: 'A request for the system-assigned identity names no other',
      needs: ['action.chat', 'system-assigned'],
      isolation: 'fresh',
      steps: [
        chat(),
        identityRequests(
          {
            atLeast: 1,
            each: { query: { client_id: null, clientid: null, object_id: null, mi_res_id: null, msi_res_id: null } },
          },
          'it named an identity',
        ),
      ],
    },
  ),
  clientCase(
    {
      ...family,
      gains: 'What one application may do, another one does: the roles are assigned to the wrong identity.',
    },
    {
      id: id('user-assigned-named'),
      title: 'Each request for a user-assigned identity names it',
      needs: [...both, 'user-assigned'],
      isolation: 'fresh',
      steps: [
        chat(),
        code(),
        identityRequests({ atLeast: 2, each: { query: { client_id: '${identityClientId}' } } }, 'it did not name it'),
      ],
    },
  ),
  clientCase(
    {
      ...family,
      gains: 'What one application may do, another one does: the roles are assigned to the wrong identity.',
    },
    {
      id: id('user-assigned-own'),
      title: 'The services are called as the user-assigned identity, although there is a system-assigned one',
      needs: [...both, 'user-assigned'],
      steps: [
        chat(),
        code(),
        {
          do: 'ledger',
          of: [model, sessions],
          atLeast: 2,
          each: { bearer: { claims: { oid: '${identityPrincipalId}' } } },
          because: 'another identity was used',
        },
      ],
    },
  ),
  clientCase(
    { ...family, gains: 'The application runs with the rights of an identity nobody meant.' },
    {
      id: id('user-assigned-gone'),
      title: 'Without its user-assigned identity it takes no other',
      needs: ['action.chat', 'user-assigned'],
      isolation: 'fresh',
      start: { platform: [{ do: 'identity', unassign: 'user-assigned' }] },
      steps: [
        chat({ expect: { status: ['4xx', '5xx'] } }),
        asked(model, { exactly: 0 }, 'it went on with another identity'),
      ],
    },
  ),
]
