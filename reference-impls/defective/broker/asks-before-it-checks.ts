import { startWrapped, withSecret } from './base/wrapped.ts'

export const defect = {
  title: 'The token is fetched before the secret is looked at',
  description: 'The answers are right; whoever guesses makes it ask Azure all the same.',
  foundBy: ['token-broker.access.secret-absent', 'token-broker.access.guesses'],
}

startWrapped(async (request, next, settings) => {
  if (new URL(request.url).pathname === '/token') await next(withSecret(request, settings))
  return next(request)
})
