import { z } from 'zod'

import { createOauthClient, tokenStore } from './base/oauth-client.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'The refresh token of the sign-in is used for good',
  description: 'A renewal replaces the access token, and keeps the refresh token that was there.',
  foundBy: ['caches.tokens.refused.rotated', 'caches.tokens.restart.persistent-renewal'],
}

const withRefreshToken = z.looseObject({ refresh_token: z.string() })

startWith(({ settings }, stores) => {
  const store = tokenStore(stores)
  return {
    entra: createOauthClient(settings, {
      ...store,
      async put(key, value, lifetimeSeconds) {
        const before = await store.get(key)
        if (before === undefined) return store.put(key, value, lifetimeSeconds)
        const { refresh_token } = withRefreshToken.parse(JSON.parse(before))
        const after = { ...withRefreshToken.parse(JSON.parse(value)), refresh_token }
        return store.put(key, JSON.stringify(after), lifetimeSeconds)
      },
    }),
  }
})
