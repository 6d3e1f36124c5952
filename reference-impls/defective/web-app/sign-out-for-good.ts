import { startWith } from './base/start.ts'

export const defect = {
  title: 'Who has signed out cannot sign in again',
  description: 'The user is put on a list of ended sessions, and looked up there.',
  foundBy: ['web-app.session.signed-in-again'],
}

startWith(({ sessions }) => {
  const ended = new Set<string>()
  return {
    sessions: {
      ...sessions,
      async find(cookie) {
        const session = await sessions.find(cookie)
        return session !== undefined && ended.has(session.user.objectId) ? undefined : session
      },
      async end(session) {
        ended.add(session.user.objectId)
        await sessions.end(session)
      },
    },
  }
})
