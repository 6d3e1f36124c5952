import { ChainedTokenCredential, EnvironmentCredential, ManagedIdentityCredential } from '@azure/identity'

import { start } from '../../node/agent-app/server.ts'

export const defect = {
  title: 'The managed identity comes before the environment',
  description: 'A chain of its own, in an order of its own: what its operator configured is not used.',
  foundBy: ['credentials.managed-identity.environment-first', 'credentials.managed-identity.cli-last'],
}

start(process.env, {
  credential: () => new ChainedTokenCredential(new ManagedIdentityCredential(), new EnvironmentCredential()),
})
