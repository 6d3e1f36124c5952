import { start } from '../../node/agent-app/server.ts'
import { appService, rawIdentity } from './base/raw-identity.ts'
import { uncached } from './base/tokens.ts'

export const defect = {
  title: 'There is no token cache',
  description: 'The managed identity by hand: each answer of the model costs a request to the source.',
  foundBy: [
    'caches.tokens.identity.reused',
    'caches.tokens.identity.reused-until-margin',
    'caches.tokens.identity.half-life.not-yet',
  ],
}

start(process.env, { credential: () => rawIdentity(appService()), tokens: uncached })
