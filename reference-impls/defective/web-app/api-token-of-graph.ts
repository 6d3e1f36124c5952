import { createOauthClient, tokenStore } from './base/oauth-client.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'The API is called with a token for Microsoft Graph',
  description: 'The first token at hand; the API refuses it, or should.',
  foundBy: ['web-app.calling-the-api.audience', 'web-app.calling-the-api.scope'],
}

startWith(({ settings }, stores) => ({
  entra: createOauthClient(settings, tokenStore(stores), { scopes: ['https://graph.microsoft.com/User.Read'] }),
}))
