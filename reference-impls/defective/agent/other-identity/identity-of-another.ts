import { ManagedIdentityCredential } from '@azure/identity'

import { start } from '../../../node/agent-app/server.ts'

export const defect = {
  title: 'A user-assigned identity although the system-assigned one is meant',
  description: 'A client ID that was left in the settings of another application.',
  foundBy: ['credentials.managed-identity.system-assigned-own', 'credentials.managed-identity.system-assigned-unnamed'],
}

start(process.env, {
  credential: () => new ManagedIdentityCredential({ clientId: process.env['OTHER_IDENTITY'] ?? '' }),
})
