import { createOauthClient, tokenStore } from './base/oauth-client.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'The app asks for tokens in the authorization response',
  description: 'The implicit grant, from before codes could be redeemed everywhere.',
  foundBy: ['web-app.sign-in.request-code'],
}

startWith(({ settings }, stores) => ({
  entra: createOauthClient(settings, tokenStore(stores), {
    asks: (parameters) => ({ ...parameters, response_type: 'code id_token', response_mode: 'form_post' }),
  }),
}))
