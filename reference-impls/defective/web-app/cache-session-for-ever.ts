import type { Session } from '../../node/web-app/src/sessions.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'Sessions do not end',
  description: 'They are kept in a map, which is emptied when somebody signs out.',
  foundBy: ['caches.tokens.later.session-expired'],
}

startWith(({ sessions }) => {
  const kept = new Map<string, Session>()
  return {
    sessions: {
      ...sessions,
      async find(cookie) {
        const known = kept.get(cookie ?? '')
        if (known !== undefined || cookie === undefined) return known
        const found = await sessions.find(cookie)
        if (found !== undefined) kept.set(cookie, found)
        return found
      },
      async end(session) {
        for (const [cookie, { key }] of kept) if (key === session.key) kept.delete(cookie)
        await sessions.end(session)
      },
    },
  }
})
