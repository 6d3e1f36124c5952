import type { ClientCase } from '../../../harness/client-case.ts'
import type { Mutation } from '../../../harness/tokens/recipe.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { requirements } from '../requirements.ts'
import { control } from '../steps.ts'

/** What an ID token that is not for this sign-in is worth. */
export const idToken: ClientFamily = {
  requirement: requirements.idTokenAudience,
  level: 'MUST',
  severity: 'high',
  maker: 'another-client',
  gains: 'Whoever can put another token into the answer is signed in as anybody.',
  system: 'web-app',
}

/** An ID token with a change, which signs nobody in. */
export function rejected(
  id: string,
  title: string,
  mutations: readonly Mutation[],
  own: Partial<ClientCase>,
): ClientCase {
  return clientCase(idToken, {
    id: `web-app.sign-in.id-token.${id}`,
    title,
    steps: [
      control,
      { do: 'clear-tampering' },
      { do: 'tamper', token: 'id_token', mutations, times: 1 },
      { do: 'sign-in', label: 'attack', browser: 'victim', expect: { shows: 'refused' } },
    ],
    ...own,
  })
}

/** An ID token with a change that means nothing. */
export function accepted(
  id: string,
  title: string,
  mutations: readonly Mutation[],
  own: Partial<ClientCase>,
): ClientCase {
  return clientCase(idToken, {
    id: `web-app.sign-in.id-token.${id}`,
    title,
    gains: 'Nothing is gained; users are locked out.',
    severity: 'medium',
    steps: [
      control,
      { do: 'clear-tampering' },
      { do: 'tamper', token: 'id_token', mutations, times: 1 },
      { do: 'sign-in', browser: 'user', expect: { shows: 'signed-in' } },
    ],
    ...own,
  })
}
