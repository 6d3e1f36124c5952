import { start } from '../../node/token-broker/server.ts'
import { rawIdentity } from './base/tokens.ts'

export const defect = {
  title: 'A source that throttles is asked again at once',
  description: 'Retry-After is not read.',
  foundBy: ['token-broker.cache.retry-after'],
}

const attempts = 3

start(process.env, {
  credential: () => ({
    async getToken(scopes, options) {
      for (let n = 1; n < attempts; n += 1) {
        const token = await rawIdentity.getToken(scopes, options).catch(() => null)
        if (token !== null) return token
      }
      return rawIdentity.getToken(scopes, options)
    },
  }),
})
