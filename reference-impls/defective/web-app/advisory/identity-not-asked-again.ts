import { ManagedIdentityCredential } from '@azure/identity'

import { exchangeScope, startWithIdentity } from '../base/identity.ts'

export const defect = {
  title: 'One failure of the identity is the end of a sign-in',
  description: 'Retries were switched off, so that users need not wait.',
  foundBy: ['credentials.federated.imds.one-failure', 'credentials.federated.app-service.one-failure'],
}

startWithIdentity((clientId) => {
  const identity = new ManagedIdentityCredential({ clientId, retryOptions: { maxRetries: 0 } })
  return async () => (await identity.getToken(exchangeScope)).token
})
