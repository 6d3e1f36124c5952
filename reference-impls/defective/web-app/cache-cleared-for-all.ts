import type { Session } from '../../node/web-app/src/sessions.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'Signing out clears the whole cache',
  description: '`cache.clear()`, where the entries of one account were meant.',
  foundBy: ['caches.tokens.isolation.signed-out-others'],
}

startWith(({ sessions }) => {
  const seen = new Map<string, Session>()
  return {
    sessions: {
      ...sessions,
      async find(cookie) {
        const found = await sessions.find(cookie)
        if (found !== undefined) seen.set(found.key, found)
        return found
      },
      async end() {
        await Promise.all([...seen.values()].map((session) => sessions.end(session)))
      },
    },
  }
})
