import { createOauthClient, tokenStore } from './base/oauth-client.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'Renewed tokens are not stored',
  description: 'The tokens of the sign-in are written to the session; what a renewal brings is used once and dropped.',
  foundBy: ['caches.tokens.user.renewed-for-each', 'caches.tokens.refused.rotated'],
}

startWith(({ settings }, stores) => {
  const store = tokenStore(stores)
  return { entra: createOauthClient(settings, { ...store, put: () => Promise.resolve() }) }
})
