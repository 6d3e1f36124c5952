import { createOauthClient, tokenStore } from './base/oauth-client.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'A renewal asks for more than the user agreed to',
  description: 'The list of scopes of the renewal has grown beside that of the sign-in.',
  foundBy: ['caches.tokens.isolation.scopes'],
}

startWith(({ settings }, stores) => ({
  entra: createOauthClient(settings, tokenStore(stores), {
    postsTo: (url, form) => {
      const scope = form['grant_type'] === 'refresh_token' ? { scope: `${form['scope'] ?? ''} phone` } : {}
      return fetch(url, { method: 'POST', body: new URLSearchParams({ ...form, ...scope }) })
    },
  }),
}))
