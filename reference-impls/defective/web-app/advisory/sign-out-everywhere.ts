import { startWith } from '../base/start.ts'

export const defect = {
  title: 'Signing out ends every session of the user',
  description: 'In every browser, whoever sits there.',
  foundBy: ['web-app.session.one-user-in-two-browsers'],
}

startWith(({ sessions }) => {
  /** By user: what ended before this is over. */
  const ended = new Map<string, number>()
  return {
    sessions: {
      ...sessions,
      async find(cookie) {
        const session = await sessions.find(cookie)
        return session !== undefined && session.expiresAt <= (ended.get(session.user.objectId) ?? 0)
          ? undefined
          : session
      },
      async end(session) {
        ended.set(session.user.objectId, Number.MAX_SAFE_INTEGER)
        await sessions.end(session)
      },
    },
  }
})
