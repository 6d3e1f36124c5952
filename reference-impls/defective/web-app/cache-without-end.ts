import { startWith } from './base/start.ts'

export const defect = {
  title: 'A token is taken from the cache however old it is',
  description:
    'The first token of a session is kept beside it, and nobody looks at when it ends until the API refuses it.',
  foundBy: ['caches.tokens.user.expired', 'caches.tokens.user.renewed-within-margin', 'caches.tokens.user.short-lived'],
}

startWith(({ entra }) => {
  const kept = new Map<string, string>()
  return {
    entra: {
      ...entra,
      async accessToken(renewal) {
        const known = kept.get(renewal.sessionKey)
        if (known !== undefined && !renewal.force) return known
        const token = await entra.accessToken(renewal)
        kept.set(renewal.sessionKey, token)
        return token
      },
    },
  }
})
