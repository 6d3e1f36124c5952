import { startWith } from './base/start.ts'

export const defect = {
  title: 'A refused token leads to sign in, again and again',
  description: 'Nothing remembers that the user has just come back from there.',
  foundBy: ['web-app.calling-the-api.refused-for-ever', 'web-app.calling-the-api.challenge-for-ever'],
}

startWith(({ sessions }) => ({
  sessions: {
    ...sessions,
    async find(cookie) {
      const session = await sessions.find(cookie)
      return session && { ...session, afterRefusal: false }
    },
  },
}))
