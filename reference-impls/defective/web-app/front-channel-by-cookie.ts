import { startWith } from './base/start.ts'

export const defect = {
  title: 'Front-channel logout goes by the cookie',
  description: 'In a hidden frame of another site browsers send none, so nothing ends.',
  foundBy: ['web-app.session.front-channel', 'web-app.session.front-channel-cookie-replayed'],
}

startWith(({ sessions }) => ({ sessions: { ...sessions, endAll: () => Promise.resolve() } }))
