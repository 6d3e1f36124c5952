import { ManagedIdentityCredential } from '@azure/identity'

import { createEntraClient } from '../../node/web-app/src/entra/client.ts'
import { tokenStore } from './base/oauth-client.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'The token of the managed identity is fetched once',
  description: 'It stands in the settings of MSAL as a text, where a function would fetch it when it is needed.',
  foundBy: ['caches.tokens.later.assertion-renewal', 'caches.tokens.assertion.half-life'],
}

startWith(({ settings }, stores) => {
  const { credential } = settings
  if (credential.kind !== 'managed-identity') return {}
  const identity = new ManagedIdentityCredential({ clientId: credential.clientId })
  let assertion: Promise<string> | undefined
  const fetchOnce = async (): Promise<string> => {
    assertion ??= identity.getToken('api://AzureADTokenExchange/.default').then(({ token }) => token)
    return assertion
  }
  return {
    entra: createEntraClient({
      settings,
      credential: () => ({ clientAssertion: fetchOnce }),
      tokens: tokenStore(stores),
      now: Date.now,
    }),
  }
})
