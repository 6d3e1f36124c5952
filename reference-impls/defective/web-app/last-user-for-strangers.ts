import type { Session } from '../../node/web-app/src/sessions.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'Who has no session has the one that was used last',
  description: 'A variable in place of the request: the last user is everybody.',
  foundBy: ['web-app.calling-the-api.needs-a-user', 'web-app.session.signed-out'],
}

startWith(({ sessions }) => {
  let last: Session | undefined
  return {
    sessions: {
      ...sessions,
      async find(cookie) {
        last = (await sessions.find(cookie)) ?? last
        return last
      },
      end: () => Promise.resolve(),
    },
  }
})
