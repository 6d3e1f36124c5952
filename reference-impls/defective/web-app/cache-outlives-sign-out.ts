import { startWith } from './base/start.ts'

export const defect = {
  title: 'Signing out deletes the cookie and nothing else',
  description: 'The session and its tokens stay where they are, for whoever has copied the cookie.',
  foundBy: ['caches.tokens.isolation.signed-out', 'caches.tokens.isolation.signed-out-restart'],
}

startWith(({ sessions }) => ({ sessions: { ...sessions, end: () => Promise.resolve() } }))
