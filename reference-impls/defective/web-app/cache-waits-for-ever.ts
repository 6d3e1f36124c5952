import { createOauthClient, tokenStore } from './base/oauth-client.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'The token endpoint is waited for as long as it takes',
  description: '`fetch` without a time limit of its own.',
  foundBy: ['caches.tokens.conduct.slow-entra'],
}

startWith(({ settings }, stores) => ({ entra: createOauthClient(settings, tokenStore(stores)) }))
