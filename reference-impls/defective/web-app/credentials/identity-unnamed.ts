import { ManagedIdentityCredential } from '@azure/identity'

import { exchangeScope, startWithIdentity } from '../base/identity.ts'

export const defect = {
  title: 'The identity is not named',
  description: '`new ManagedIdentityCredential()`: whichever identity the machine has is asked for.',
  foundBy: [
    'credentials.federated.imds.identity',
    'credentials.federated.app-service.identity',
    'credentials.federated.azure-ml.identity',
  ],
}

startWithIdentity(() => {
  const identity = new ManagedIdentityCredential()
  return async () => (await identity.getToken(exchangeScope)).token
})
