import type { ClientCase, LedgerStep, SignInStep } from '../../../harness/client-case.ts'
import { clientCase, type ClientFamily } from '../../client-family.ts'
import { requirements } from '../requirements.ts'
import { control, mark } from '../steps.ts'

/** What a response that is not bound to the browser is worth. */
export const state: ClientFamily = {
  requirement: requirements.login,
  level: 'MUST',
  severity: 'high',
  maker: 'anyone',
  gains: "An attacker signs a victim's browser in to the attacker's account.",
  system: 'web-app',
}

/** The app did not even ask Entra ID what the code is worth. */
export const notRedeemed: LedgerStep = {
  do: 'ledger',
  of: 'entra.token',
  exactly: 0,
  because: 'the code was redeemed although the response was not for this browser',
}

/** A response with one difference, which signs nobody in and is not redeemed. */
export function refused(
  id: string,
  title: string,
  changes: Partial<SignInStep>,
  own: Partial<ClientCase> = {},
  family = state,
): ClientCase {
  return clientCase(family, {
    id: `web-app.sign-in.${id}`,
    title,
    steps: [
      control,
      mark,
      { do: 'sign-in', label: 'attack', browser: 'victim', expect: { shows: 'refused' }, ...changes },
      notRedeemed,
    ],
    ...own,
  })
}

/** The same, but the app may ask Entra ID what the code is worth: there it is refused. */
export function worthless(
  id: string,
  title: string,
  changes: Partial<SignInStep>,
  own: Partial<ClientCase> = {},
): ClientCase {
  return clientCase(code, {
    id: `web-app.sign-in.${id}`,
    title,
    steps: [
      control,
      {
        do: 'sign-in',
        label: 'attack',
        browser: 'victim',
        expect: { shows: 'refused', status: ['3xx', '4xx', 502, 503] },
        ...changes,
      },
    ],
    ...own,
  })
}

/** What a code that is not for this browser is worth. */
export const code: ClientFamily = {
  ...state,
  requirement: requirements.singleUse,
  gains: 'An attacker who got hold of a used response is signed in as its user.',
}
