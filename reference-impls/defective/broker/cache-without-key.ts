import { start } from '../../node/token-broker/server.ts'
import { createTokenCache } from '../../node/token-cache/token-cache.ts'

export const defect = {
  title: 'One variable for the token, whatever its scope',
  description: 'The first token that comes is given to everybody, for whatever they ask.',
  foundBy: [
    'token-broker.cache.scopes-apart',
    'token-broker.cache.first-calls-two-scopes',
    'token-broker.cache.a-day-later',
    'token-broker.access.scope-other-allowed',
  ],
}

start(process.env, {
  cache: (acquire) => {
    let asked = ''
    const cache = createTokenCache(() => acquire(asked))
    return (scope) => {
      asked = scope
      return cache('the token')
    }
  },
})
