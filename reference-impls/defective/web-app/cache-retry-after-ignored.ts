import { createOauthClient, tokenStore } from './base/oauth-client.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'A sign-in service that is busy is asked again with every page',
  description: 'The status 429 is an error as any other, and nobody reads Retry-After.',
  foundBy: ['caches.tokens.retry-after.entra-seconds', 'caches.tokens.retry-after.entra-date'],
}

startWith(({ settings }, stores) => ({ entra: createOauthClient(settings, tokenStore(stores)) }))
