import { startWith } from './base/start.ts'

export const defect = {
  title: 'After a claims challenge the token from before is used',
  description: 'Tokens are kept for each user, and a new sign-in of the user does not touch them.',
  foundBy: ['caches.tokens.user.claims-challenge'],
}

startWith(({ entra, sessions }) => {
  const users = new Map<string, string>()
  const kept = new Map<string, string>()
  return {
    sessions: {
      ...sessions,
      async find(cookie) {
        const found = await sessions.find(cookie)
        if (found !== undefined) users.set(found.key, found.user.objectId)
        return found
      },
    },
    entra: {
      ...entra,
      async accessToken(renewal) {
        const user = users.get(renewal.sessionKey) ?? renewal.sessionKey
        const token = kept.get(user) ?? (await entra.accessToken(renewal))
        kept.set(user, token)
        return token
      },
    },
  }
})
