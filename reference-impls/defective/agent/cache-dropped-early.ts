import { start } from '../../node/agent-app/server.ts'
import { appService, rawIdentity } from './base/raw-identity.ts'

export const defect = {
  title: 'A token is thrown away at half of its life',
  description: 'When no other can be had then, the app stops, although the old one is good for hours.',
  foundBy: ['caches.tokens.identity.half-life.outage'],
}

start(process.env, {
  credential: () => rawIdentity(appService()),
  tokens: (credential) => {
    const kept = new Map<string, { readonly token: string; readonly until: number }>()
    return async (scope) => {
      const known = kept.get(scope)
      if (known !== undefined && known.until > Date.now()) return known.token
      const fresh = await credential.getToken(scope)
      const { token = '', expiresOnTimestamp: end = 0 } = fresh ?? {}
      kept.set(scope, { token, until: Date.now() + (end - Date.now()) / 2 })
      return token
    }
  },
})
