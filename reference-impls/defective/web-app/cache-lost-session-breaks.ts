import { startWith } from './base/start.ts'

export const defect = {
  title: 'A cookie of a session that is gone is an error',
  description: '`sessions.get(id).user` without a look at whether there is one: after a deployment users see a 500.',
  foundBy: ['caches.tokens.restart.volatile', 'credentials.federated.a-day-later-refresh'],
}

startWith(({ sessions }) => ({
  sessions: {
    ...sessions,
    async find(cookie) {
      const found = await sessions.find(cookie)
      if (cookie !== undefined && found === undefined) throw new TypeError('the session is undefined')
      return found
    },
  },
}))
