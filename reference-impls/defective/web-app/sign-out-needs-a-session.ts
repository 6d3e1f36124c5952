import { html, startBehind } from './base/start.ts'

export const defect = {
  title: 'Signing out where nobody is signed in breaks',
  description: '`session.user` of nothing.',
  foundBy: ['web-app.session.signed-out-twice'],
}

startBehind((next, { sessions }) => async (request) => {
  const isSignOut = new URL(request.url).pathname === '/logout'
  const cookie = /(?:^|; )session=([^;]+)/.exec(request.headers.get('cookie') ?? '')?.[1]
  const session = isSignOut ? await sessions.find(cookie) : undefined
  return isSignOut && session === undefined ? html('<h1>Internal Server Error</h1>', 500) : next(request)
})
