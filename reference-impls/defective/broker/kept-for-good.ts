import type { AccessToken } from '@azure/identity'

import { start } from '../../node/token-broker/server.ts'

export const defect = {
  title: 'A token is kept for good',
  description: 'The cache knows no expiry; callers get tokens that have ended.',
  foundBy: [
    'token-broker.cache.renewed-early',
    'token-broker.cache.expired',
    'token-broker.cache.expired-while-failing',
    'token-broker.cache.a-day-later',
  ],
}

start(process.env, {
  cache: (acquire) => {
    const kept = new Map<string, Promise<AccessToken>>()
    return (scope) => {
      const token = kept.get(scope) ?? acquire(scope)
      kept.set(scope, token)
      token.catch(() => kept.delete(scope))
      return token
    }
  },
})
