import type { ClientCase } from '../../../harness/client-case.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { microsoft } from '../../client-requirements.ts'
import {
  asked,
  chat,
  code,
  failure,
  fault,
  identityFamily,
  longestWaitMs,
  mark,
  model,
  modelResource,
  sessions,
  sessionsResource,
  status,
  stillThere,
} from './steps.ts'

const family: ClientFamily = {
  ...identityFamily,
  requirement: microsoft(
    'azure/container-apps/sessions-usage',
    'authentication of session pools',
    'A service refuses an identity without the role with 403: the application MUST tell its caller so.',
  ),
  severity: 'medium',
  gains: 'What was refused looks like a success, so nobody mends it and what follows rests on nothing.',
  isolation: 'fresh',
}
const id = (name: string): string => `credentials.managed-identity.${name}`

const role = (on: 'openai' | 'session-pool', change: 'assign' | 'remove') =>
  (['system-assigned', 'user-assigned'] as const).map((identity) => ({
    do: 'role' as const,
    identity,
    role: on === 'openai' ? 'Cognitive Services OpenAI User' : 'Azure ContainerApps Session Executor',
    on,
    change,
  }))
const forbidden = { status: 403 } as const
const unauthorized = { status: 401 } as const
const both = ['action.chat', 'action.code'] as const

/** What the services refuse, and what becomes of it. */
export const refusalCases: readonly ClientCase[] = [
  clientCase(family, {
    id: id('model-role-missing'),
    title: 'A role that is missing at the model is shown as 403',
    needs: ['action.chat'],
    steps: [chat({ control: true, label: 'with the role' }), ...role('openai', 'remove'), chat({ expect: forbidden })],
  }),
  clientCase(family, {
    id: id('sessions-role-missing'),
    title: 'A role that is missing at the session pool is shown as 403',
    needs: ['action.code'],
    steps: [
      code({ control: true, label: 'with the role' }),
      ...role('session-pool', 'remove'),
      code({ expect: forbidden }),
    ],
  }),
  clientCase(family, {
    id: id('model-role-missing-sessions-work'),
    title: 'A role that is missing at the model does not keep code from running',
    needs: both,
    start: { platform: role('openai', 'remove') },
    steps: [chat({ expect: failure }), code()],
  }),
  clientCase(family, {
    id: id('sessions-role-missing-model-works'),
    title: 'A role that is missing at the session pool does not keep the model from answering',
    needs: both,
    start: { platform: role('session-pool', 'remove') },
    steps: [code({ expect: failure }), chat()],
  }),
  clientCase(family, {
    id: id('role-missing-not-repeated'),
    title: 'A refusal for a missing role is not tried again and again',
    needs: ['action.code'],
    start: { platform: role('session-pool', 'remove') },
    steps: [
      code({ expect: failure }),
      asked(sessions, { atLeast: 1, atMost: 2 }, 'the answer will not change by asking'),
    ],
  }),
  clientCase(family, {
    id: id('role-granted-later'),
    title: 'A role that is assigned later counts without a restart',
    needs: ['action.code'],
    start: { platform: role('session-pool', 'remove') },
    steps: [code({ expect: failure }), ...role('session-pool', 'assign'), code({ withinMs: longestWaitMs })],
  }),
  clientCase(family, {
    id: id('model-role-granted-later'),
    title: 'A role at the model that is assigned later counts without a restart',
    needs: ['action.chat'],
    start: { platform: role('openai', 'remove') },
    steps: [chat({ expect: failure }), ...role('openai', 'assign'), chat({ withinMs: longestWaitMs })],
  }),
  ...(['chat', 'code'] as const).flatMap((action) => {
    const call = action === 'chat' ? chat : code
    const [endpoint, name] = action === 'chat' ? ([model, 'model'] as const) : ([sessions, 'sessions'] as const)
    const foreign = action === 'chat' ? sessionsResource : modelResource
    return [
      clientCase(family, {
        id: id(`${name}-token-refused`),
        title: `A token that the ${name === 'model' ? 'model' : 'session pool'} does not accept is shown as 401`,
        needs: [`action.${action}`],
        steps: [
          call({ control: true, label: 'without the refusal' }),
          fault(endpoint, status(401)),
          call({ expect: unauthorized }),
        ],
      }),
      clientCase(family, {
        id: id(`${name}-token-refused-no-loop`),
        title: `A 401 of the ${name === 'model' ? 'model' : 'session pool'} leads to one new attempt at most`,
        needs: [`action.${action}`],
        steps: [
          fault(endpoint, status(401)),
          call({ expect: failure }),
          asked(endpoint, { atLeast: 1, atMost: 2 }, 'it went round in circles'),
          stillThere,
        ],
      }),
      clientCase(
        { ...family, severity: 'high', gains: 'A service gets a token with which it can act at another one.' },
        {
          id: id(`${name}-token-refused-no-other`),
          title: `A 401 of the ${name === 'model' ? 'model' : 'session pool'} is not answered with a token for something else`,
          needs: both,
          steps: [
            chat({ control: true }),
            code({ control: true }),
            fault(endpoint, status(401)),
            mark,
            call({ expect: failure }),
            asked(
              endpoint,
              { none: { bearer: { claims: { aud: foreign } } } },
              'it was sent the token for another service',
            ),
          ],
        },
      ),
    ]
  }),
]
