import { z } from 'zod'

import { createOauthClient, tokenStore } from './base/oauth-client.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'The API is called with the ID token',
  description: 'It names the user, after all.',
  foundBy: ['web-app.calling-the-api.access-token'],
}

const keptSchema = z.object({ id_token: z.string() })

startWith(({ settings }, stores) => ({
  entra: {
    ...createOauthClient(settings, tokenStore(stores)),
    async accessToken({ sessionKey }) {
      return keptSchema.parse(JSON.parse((await tokenStore(stores).get(sessionKey)) ?? '{}')).id_token
    },
  },
}))
