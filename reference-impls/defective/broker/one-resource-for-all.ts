import { DefaultAzureCredential } from '@azure/identity'

import { start } from '../../node/token-broker/server.ts'

export const defect = {
  title: 'Whatever is asked for, it is a token for Azure Resource Manager',
  description: 'The scope is judged and then not used.',
  foundBy: [
    'token-broker.access.answer-audience',
    'token-broker.access.scope-allowed',
    'token-broker.access.scope-other-allowed',
    'token-broker.cache.first-calls-two-scopes',
  ],
}

const credential = new DefaultAzureCredential()

start(process.env, {
  credential: () => ({
    getToken: (_, options) => credential.getToken('https://management.azure.com/.default', options),
  }),
})
