import { verifierWithout } from './base/id-token.ts'
import { createOauthClient, tokenStore, without } from './base/oauth-client.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'Neither PKCE nor nonce tie the code to the browser',
  description: 'State is all there is, and a code from elsewhere can stand beside it.',
  foundBy: [
    'web-app.sign-in.code-injected',
    'web-app.sign-in.id-token.wrong-nonce',
    'web-app.sign-in.id-token.nonce-missing',
    'web-app.sign-in.id-token.nonce-empty',
    'web-app.sign-in.challenge-unique',
  ],
}

startWith(({ settings }, stores) => ({
  entra: createOauthClient(settings, tokenStore(stores), {
    asks: (parameters) => without(parameters, 'code_challenge', 'code_challenge_method'),
    redeems: (form) => without(form, 'code_verifier'),
  }),
  verifyIdToken: verifierWithout(settings, ['nonce']),
}))
