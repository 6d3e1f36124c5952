import { createOauthClient, tokenStore, without } from './base/oauth-client.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'The app does not use PKCE',
  description: 'The nonce alone ties the code to the browser.',
  foundBy: ['web-app.sign-in.request-pkce', 'web-app.sign-in.code-redeemed-with-verifier'],
}

startWith(({ settings }, stores) => ({
  entra: createOauthClient(settings, tokenStore(stores), {
    asks: (parameters) => without(parameters, 'code_challenge', 'code_challenge_method'),
    redeems: (form) => without(form, 'code_verifier'),
  }),
}))
