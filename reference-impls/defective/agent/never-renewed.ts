import { start } from '../../node/agent-app/server.ts'
import { keptForGood } from './base/tokens.ts'

export const defect = {
  title: 'A token is kept for good',
  description: 'The cache knows no expiry; it works until the first token ends.',
  foundBy: ['credentials.managed-identity.renewed'],
}

start(process.env, { tokens: (credential) => keptForGood(credential, (scope) => scope) })
