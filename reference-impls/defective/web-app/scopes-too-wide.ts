import { createOauthClient, tokenStore } from './base/oauth-client.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'The app asks for every permission it could have',
  description: '`admin_as_user` too, in case it is needed one day.',
  foundBy: ['web-app.sign-in.request-scopes', 'web-app.calling-the-api.scope'],
}

startWith(({ settings }, stores) => {
  const scopes = [settings.apiScope, settings.apiScope.replace(/[^/]+$/, 'admin_as_user')]
  return { entra: createOauthClient(settings, tokenStore(stores), { scopes }) }
})
