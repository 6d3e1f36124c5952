import { ManagedIdentityCredential } from '@azure/identity'

import { clientWith } from './raw-assertion.ts'
import { tokenStore } from './oauth-client.ts'
import { startWith } from './start.ts'

export const exchangeScope = 'api://AzureADTokenExchange/.default'

export type GetAssertion = () => Promise<string>

/** Gives the token of the identity as the web app itself does, or for something else. */
export function identityToken(clientId: string, scope = exchangeScope): GetAssertion {
  const identity = new ManagedIdentityCredential({ clientId })
  return async () => (await identity.getToken(scope)).token
}

/** Starts the web app with another way to come to the assertion, where it proves itself with a managed identity. */
export function startWithIdentity(assertionFor: (clientId: string) => GetAssertion): void {
  startWith(({ settings }, stores) => {
    const { credential } = settings
    if (credential.kind !== 'managed-identity') return {}
    return { entra: clientWith(settings, tokenStore(stores), assertionFor(credential.clientId)) }
  })
}
