import type { AccessToken } from '@azure/identity'

import { start } from '../../node/token-broker/server.ts'
import { rawIdentity } from './base/tokens.ts'

export const defect = {
  title: 'First calls at the same time are a request upstream each',
  description: 'What is on its way is not remembered, only what has come.',
  foundBy: ['token-broker.cache.first-calls', 'token-broker.cache.first-calls-two-scopes'],
}

start(process.env, {
  credential: () => rawIdentity,
  cache: (acquire) => {
    const kept = new Map<string, AccessToken>()
    return async (scope) => {
      const known = kept.get(scope)
      if (known !== undefined && known.expiresOnTimestamp - 300_000 > Date.now()) return known
      const token = await acquire(scope)
      kept.set(scope, token)
      return token
    }
  },
})
