import { startBehind } from './base/start.ts'

/** Sessions from before are over. */
let ended = 0

export const defect = {
  title: 'Front-channel logout ends every session',
  description: 'Whatever sid it names, and when it names none.',
  foundBy: ['web-app.session.front-channel-of-another', 'web-app.session.front-channel-unknown'],
}

startBehind(
  (next) => (request) => {
    if (new URL(request.url).pathname === '/front-channel-logout') ended = Date.now()
    return next(request)
  },
  ({ sessions, settings }) => ({
    sessions: {
      ...sessions,
      async find(cookie) {
        const session = await sessions.find(cookie)
        const begun = (session?.expiresAt ?? 0) - settings.sessionLifetimeSeconds * 1000
        return begun <= ended ? undefined : session
      },
    },
  }),
)
