import { DefaultAzureCredential, ManagedIdentityCredential } from '@azure/identity'

import { start } from '../../node/agent-app/server.ts'

export const defect = {
  title: 'A service principal that is refused is replaced by the managed identity',
  description: 'Any error of the first credential leads to the next one.',
  foundBy: ['credentials.managed-identity.environment-wrong-secret'],
}

const [first, second] = [new DefaultAzureCredential(), new ManagedIdentityCredential()]

start(process.env, {
  credential: () => ({
    getToken: (scopes, options) => first.getToken(scopes, options).catch(() => second.getToken(scopes, options)),
  }),
})
