import { createOauthClient, tokenStore } from './base/oauth-client.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'The code is redeemed in the address of the token request',
  description: 'Everything is in the query, for proxies to log, and in the body once more.',
  foundBy: ['web-app.sign-in.code-redeemed-by-post'],
}

startWith(({ settings }, stores) => ({
  entra: createOauthClient(settings, tokenStore(stores), {
    postsTo: (url, form) => {
      const body = new URLSearchParams(form)
      return fetch(`${url}?${body.toString()}`, { method: 'POST', body })
    },
  }),
}))
