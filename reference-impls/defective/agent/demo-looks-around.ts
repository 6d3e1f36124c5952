import { DefaultAzureCredential } from '@azure/identity'

import { start } from '../../node/agent-app/server.ts'

export const defect = {
  title: 'Demo mode looks whether there are credentials first',
  description: 'A warm-up at the start that does not ask which mode it is.',
  foundBy: [
    'credentials.managed-identity.demo-chat',
    'credentials.managed-identity.demo-code',
    'credentials.managed-identity.demo-start',
    'credentials.managed-identity.demo-with-credentials',
  ],
}

await new DefaultAzureCredential().getToken('https://cognitiveservices.azure.com/.default').catch(() => undefined)
start(process.env)
