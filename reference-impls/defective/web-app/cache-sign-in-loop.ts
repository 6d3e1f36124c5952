import { startBehind } from './base/start.ts'

export const defect = {
  title: 'A sign-in that fails begins the next one',
  description: 'Where the code cannot be redeemed the browser is sent to Entra ID again, which sends it back at once.',
  foundBy: ['caches.tokens.refused.no-loop'],
}

startBehind((next, { settings }) => {
  const callback = new URL(settings.redirectUri).pathname
  return async (request) => {
    const answer = await next(request)
    if (new URL(request.url).pathname !== callback || answer.status < 400) return answer
    return next(new Request(new URL('/login', request.url), { headers: request.headers }))
  }
})
