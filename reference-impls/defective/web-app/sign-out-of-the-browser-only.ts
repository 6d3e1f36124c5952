import { startWith } from './base/start.ts'

export const defect = {
  title: 'Signing out deletes the cookie and leaves the session',
  description: 'Whoever has the number goes on.',
  foundBy: ['web-app.session.signed-out-cookie-replayed', 'web-app.session.signed-out-api'],
}

startWith(({ sessions }) => ({ sessions: { ...sessions, end: () => Promise.resolve() } }))
