import { entraUnavailable } from '../../node/web-app/src/problems.ts'
import { createOauthClient, tokenStore } from './base/oauth-client.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'Every refusal of the token endpoint is an error page',
  description: 'The error is not looked at, so a user whose refresh token has ended is told to try again, for ever.',
  foundBy: [
    'caches.tokens.refused.revoked',
    'caches.tokens.refused.user-disabled',
    'caches.tokens.refused.consent-withdrawn',
    'caches.tokens.refused.invalid-grant',
    'caches.tokens.refused.bad-token',
    'caches.tokens.refused.consent-required',
    'caches.tokens.refused.interaction-required',
    'caches.tokens.refused.login-required',
  ],
}

startWith(({ settings }, stores) => ({
  entra: createOauthClient(settings, tokenStore(stores), { refused: () => entraUnavailable('a refusal') }),
}))
