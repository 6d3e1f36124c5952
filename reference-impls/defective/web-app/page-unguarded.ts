import { html, startBehind } from './base/start.ts'

export const defect = {
  title: 'A protected page is there for everybody',
  description: 'Its route was added later, and nobody thought of the guard.',
  foundBy: ['web-app.session.protected'],
}

startBehind((next) => async (request) => {
  const answer = await next(request)
  const isGuarded = answer.headers.get('location')?.startsWith('/login') === true
  return isGuarded ? html('<h1>The answer of the API</h1><p>There is none yet.</p>') : answer
})
