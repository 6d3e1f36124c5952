import { AzureCliCredential, ChainedTokenCredential, DefaultAzureCredential } from '@azure/identity'

import { start } from '../../node/agent-app/server.ts'

export const defect = {
  title: "A developer's sign-in comes before the managed identity",
  description: 'It runs as whoever has signed in on the machine last.',
  foundBy: ['credentials.managed-identity.managed-identity-before-cli'],
}

start(process.env, {
  credential: () => new ChainedTokenCredential(new AzureCliCredential(), new DefaultAzureCredential()),
})
