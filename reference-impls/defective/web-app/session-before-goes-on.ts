import { startWith } from './base/start.ts'

export const defect = {
  title: 'Signing in again leaves the session before as it is',
  description: 'It only ends when its time is over.',
  foundBy: ['web-app.session.ended-by-another-sign-in'],
}

startWith(({ sessions }) => ({ sessions: { ...sessions, end: () => Promise.resolve() } }))
