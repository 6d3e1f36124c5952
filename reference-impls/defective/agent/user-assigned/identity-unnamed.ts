import { ManagedIdentityCredential } from '@azure/identity'

import { start } from '../../../node/agent-app/server.ts'

export const defect = {
  title: 'The user-assigned identity is not named',
  description: '`new ManagedIdentityCredential()`: whatever the platform takes for the default is used.',
  foundBy: [
    'credentials.managed-identity.user-assigned-named',
    'credentials.managed-identity.user-assigned-own',
    'credentials.managed-identity.user-assigned-gone',
  ],
}

start(process.env, { credential: () => new ManagedIdentityCredential() })
