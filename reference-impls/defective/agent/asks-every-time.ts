import { start } from '../../node/agent-app/server.ts'
import { appService, rawIdentity } from './base/raw-identity.ts'
import { uncached } from './base/tokens.ts'

export const defect = {
  title: 'Every call asks for a token',
  description: 'The managed identity by hand, without a cache.',
  foundBy: ['credentials.managed-identity.cached-by-resource'],
}

start(process.env, { credential: () => rawIdentity(appService()), tokens: uncached })
