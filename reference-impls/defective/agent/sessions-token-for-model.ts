import { start } from '../../node/agent-app/server.ts'
import { uncached } from './base/tokens.ts'

export const defect = {
  title: 'The scope of the session pool for the model as well',
  description: 'A copied line: both clients are made with the same scope.',
  foundBy: [
    'credentials.managed-identity.model-resource',
    'credentials.managed-identity.model-audience',
    'credentials.managed-identity.sessions-role-missing-model-works',
  ],
}

start(process.env, { tokens: (credential) => () => uncached(credential)('https://dynamicsessions.io/.default') })
