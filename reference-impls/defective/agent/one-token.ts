import { start } from '../../node/agent-app/server.ts'
import { uncached } from './base/tokens.ts'

export const defect = {
  title: 'One token for both services',
  description: 'The credential is asked once, for Cognitive Services, and its token goes to the session pool too.',
  foundBy: [
    'credentials.managed-identity.sessions-resource',
    'credentials.managed-identity.sessions-audience',
    'credentials.managed-identity.environment-audiences',
    'credentials.managed-identity.workload-identity-audiences',
  ],
}

start(process.env, {
  tokens: (credential) => () => uncached(credential)('https://cognitiveservices.azure.com/.default'),
})
