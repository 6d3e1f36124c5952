import { createOauthClient, tokenStore } from '../base/oauth-client.ts'
import { startWith } from '../base/start.ts'

export const defect = {
  title: 'A client by hand: no coalescing, no early renewal, no correlation ID, refused tokens are kept',
  description: 'It renews when it must, and each call for itself.',
  foundBy: [
    'caches.tokens.user.renewed-once',
    'caches.tokens.user.refresh-in.passed',
    'caches.tokens.refused.forgotten',
    'caches.tokens.conduct.correlation',
  ],
}

startWith(({ settings }, stores) => ({ entra: createOauthClient(settings, tokenStore(stores)) }))
