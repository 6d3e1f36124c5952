import { Problem } from '../../node/web-app/src/problems.ts'
import { tokenStore } from './base/oauth-client.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'Any error of a renewal empties the cache',
  description:
    '`catch { await tokens.delete(key); throw … }`: a minute without the sign-in service signs everybody out.',
  foundBy: ['caches.tokens.outage.*'],
}

startWith(({ entra }, stores) => ({
  entra: {
    ...entra,
    async accessToken(renewal) {
      try {
        return await entra.accessToken(renewal)
      } catch (error) {
        if (error instanceof Problem) await tokenStore(stores).delete(renewal.sessionKey)
        throw error
      }
    },
  },
}))
