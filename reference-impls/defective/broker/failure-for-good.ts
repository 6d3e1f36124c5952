import type { AccessToken } from '@azure/identity'

import { start } from '../../node/token-broker/server.ts'

export const defect = {
  title: 'A failure is kept like a token',
  description: 'The promise is cached, and it has been rejected.',
  foundBy: ['token-broker.cache.recovers'],
}

start(process.env, {
  cache: (acquire) => {
    const kept = new Map<string, Promise<AccessToken>>()
    return (scope) => {
      const token = kept.get(scope) ?? acquire(scope)
      kept.set(scope, token)
      return token
    }
  },
})
