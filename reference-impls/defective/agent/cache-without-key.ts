import { start } from '../../node/agent-app/server.ts'
import { keptForGood } from './base/tokens.ts'

export const defect = {
  title: 'One variable for the token, whatever its scope',
  description: 'The first token that comes is kept and sent to whichever service is called next.',
  foundBy: [
    'credentials.managed-identity.model-token-stays',
    'credentials.managed-identity.sessions-token-stays',
    'credentials.managed-identity.tokens-apart-at-once',
    'credentials.managed-identity.cached-by-resource',
  ],
}

start(process.env, { tokens: (credential) => keptForGood(credential, () => 'the token') })
