import { decodeJwt } from 'jose'
import { z } from 'zod'

import { userOf } from './base/id-token.ts'
import { createOauthClient, tokenStore } from './base/oauth-client.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'Who is signed in is read in the newest ID token',
  description: 'A renewal brings one too, and its subject is compared with nothing.',
  foundBy: ['web-app.session.renewal-for-another-user'],
}

const keptSchema = z.object({ id_token: z.string() })

startWith(({ settings, sessions }, stores) => ({
  entra: createOauthClient(settings, tokenStore(stores)),
  sessions: {
    ...sessions,
    async find(cookie) {
      const session = await sessions.find(cookie)
      const kept = session && (await tokenStore(stores).get(session.key))
      if (session === undefined || kept === undefined) return session
      return { ...session, user: userOf(decodeJwt(keptSchema.parse(JSON.parse(kept)).id_token)) }
    },
  },
}))
