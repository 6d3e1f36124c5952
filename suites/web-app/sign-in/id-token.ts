import type { ClientCase } from '../../../harness/client-case.ts'
import type { Mutation } from '../../../harness/tokens/recipe.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { oidc } from '../../client-requirements.ts'

const idToken: ClientFamily = {
  requirement: oidc('3.1.3.7', 'IDTokenValidation', 'The client MUST validate the ID token before it believes it.'),
  level: 'MUST',
  severity: 'high',
  maker: 'another-client',
  gains: 'Whoever can put another token into the answer is signed in as anybody.',
  system: 'web-app',
  isolation: 'fresh',
}

function rejected(id: string, title: string, mutations: readonly Mutation[]): ClientCase {
  return clientCase(idToken, {
    id: `web-app.sign-in.id-token.${id}`,
    title,
    steps: [
      { do: 'sign-in', label: 'control', browser: 'control', control: true },
      { do: 'tamper', token: 'id_token', mutations },
      { do: 'sign-in', label: 'attack', browser: 'victim', expect: { shows: 'refused' } },
    ],
  })
}

const set = (values: Extract<Mutation, { op: 'set' }>['values']): readonly Mutation[] => [
  { op: 'set', part: 'claims', values },
]

/** ID tokens from the token endpoint that are not for this sign-in. */
export const idTokenCases: readonly ClientCase[] = [
  rejected('wrong-nonce', 'An ID token with another nonce signs nobody in', set({ nonce: 'another-nonce' })),
  rejected('wrong-audience', 'An ID token for another app signs nobody in', set({ aud: '${otherAppClientId}' })),
]
