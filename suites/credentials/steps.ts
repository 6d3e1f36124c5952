import type { ClientStep, LedgerStep, SignInStep } from '../../harness/client-case.ts'
import { identityEndpoints } from '../identity-endpoints.ts'

export const control: ClientStep = { do: 'sign-in', label: 'control', browser: 'control', control: true }
export const mark: ClientStep = { do: 'mark' }

/** A sign-in in a browser of its own. */
export function signIn(browser: string, changes: Partial<SignInStep> = {}): ClientStep {
  return { do: 'sign-in', label: `${browser} signs in`, browser, ...changes }
}

/** A sign-in that must come to nothing, said to the user. */
export function refused(browser: string, changes: Partial<SignInStep> = {}): ClientStep {
  return signIn(browser, { expect: { shows: 'refused' }, ...changes })
}

type Look = Omit<LedgerStep, 'do' | 'of'>

export function atTokenEndpoint(look: Look): ClientStep {
  return { do: 'ledger', of: 'entra.token', ...look }
}

export const nothingButAssertions: ClientStep = atTokenEndpoint({
  where: { form: { client_secret: '/./' } },
  exactly: 0,
  because: 'a client secret was sent although the app proves itself in another way',
})

export const noBasic: ClientStep = atTokenEndpoint({
  where: { headers: { authorization: '/^Basic /' } },
  exactly: 0,
  because: 'a client secret was sent although the app proves itself in another way',
})

export const noAssertion: ClientStep = atTokenEndpoint({
  where: { form: { client_assertion: '/./' } },
  exactly: 0,
  because: 'an assertion was sent although the app proves itself with a secret',
})

export const noIdentity: ClientStep = {
  do: 'ledger',
  of: identityEndpoints,
  exactly: 0,
  because: 'a managed identity was asked although the app proves itself in another way',
}

/** Every request for a token proves who sends it. */
export const authenticated: ClientStep = atTokenEndpoint({
  where: { form: { client_secret: null, client_assertion: null }, headers: { authorization: null } },
  exactly: 0,
  because: 'a token was asked for without a credential',
})
