import { startWrapped, withSecret } from './base/wrapped.ts'

export const defect = {
  title: 'The scope is judged before the secret',
  description: 'Whoever has no secret finds out which scopes are allowed.',
  foundBy: ['token-broker.access.secret-before-scope'],
}

startWrapped(async (request, next, settings) => {
  const url = new URL(request.url)
  if (url.pathname !== '/token' || request.headers.get('authorization') !== null) return next(request)
  const scope = url.searchParams.get('scope') ?? ''
  return settings.allowedScopes.has(scope) ? next(request) : next(withSecret(request, settings))
})
