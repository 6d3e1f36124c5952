import type { AccessToken } from '@azure/identity'

import { start } from '../../node/token-broker/server.ts'

export const defect = {
  title: 'A renewal that fails takes the good token along',
  description: 'The entry is removed before the next one has come.',
  foundBy: ['token-broker.cache.last-good'],
}

const marginMs = 300_000

start(process.env, {
  cache: (acquire) => {
    const kept = new Map<string, Promise<AccessToken>>()
    return async (scope) => {
      const known = await kept.get(scope)?.catch(() => undefined)
      if (known !== undefined && known.expiresOnTimestamp - marginMs > Date.now()) return known
      const fresh = acquire(scope)
      kept.set(scope, fresh)
      return fresh
    }
  },
})
