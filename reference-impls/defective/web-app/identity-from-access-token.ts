import { decodeJwt } from 'jose'

import { userOf } from './base/id-token.ts'
import { createOauthClient, tokenStore } from './base/oauth-client.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'Who the user is is read in the access token',
  description: 'Without openid there is no ID token; the access token, which is for the API alone, names the user too.',
  foundBy: ['web-app.sign-in.request-openid', 'web-app.sign-in.id-token.missing', 'web-app.sign-in.id-token.garbage'],
}

startWith(({ settings }, stores) => ({
  entra: createOauthClient(settings, tokenStore(stores), { openId: '' }),
  verifyIdToken: (_, { accessToken }) => Promise.resolve(userOf(decodeJwt(accessToken))),
}))
