import { createOauthClient, tokenStore } from './base/oauth-client.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'The app signs in at the authority of everybody',
  description: '/common in place of the tenant, as the first example on the web has it.',
  foundBy: ['web-app.sign-in.request-tenant'],
}

startWith(({ settings }, stores) => ({ entra: createOauthClient(settings, tokenStore(stores), { tenant: 'common' }) }))
