import type { AccessToken } from '@azure/identity'

import { start } from '../../node/token-broker/server.ts'
import { createTokenCache } from '../../node/token-cache/token-cache.ts'

export const defect = {
  title: 'While upstream fails, a token that has ended is given out',
  description: 'Better than nothing, somebody thought.',
  foundBy: ['token-broker.cache.expired-while-failing'],
}

start(process.env, {
  cache: (acquire) => {
    const cache = createTokenCache(acquire)
    const last = new Map<string, AccessToken>()
    return async (scope) => {
      try {
        const token = await cache(scope)
        last.set(scope, token)
        return token
      } catch (error) {
        const old = last.get(scope)
        if (old === undefined) throw error
        return old
      }
    }
  },
})
