import { createOauthClient, tokenStore } from './base/oauth-client.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'The client secret is in the address that the browser is sent to',
  description: '`client_secret` is put into every request, the first one too.',
  foundBy: ['web-app.sign-in.request-without-credentials'],
}

startWith(({ settings }, stores) => {
  const { credential } = settings
  const client_secret = credential.kind === 'secret' ? credential.secret : ''
  return {
    entra: createOauthClient(settings, tokenStore(stores), {
      asks: (parameters) => ({ ...parameters, client_secret }),
    }),
  }
})
