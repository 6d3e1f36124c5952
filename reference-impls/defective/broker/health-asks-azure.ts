import { rawIdentity } from './base/tokens.ts'
import { startWrapped } from './base/wrapped.ts'

export const defect = {
  title: 'Each look at its health is a request for a token',
  description: 'The truth, at a price: whoever reaches it exhausts the source.',
  foundBy: ['token-broker.access.health-quiet'],
}

startWrapped(async (request, next, { allowedScopes }) => {
  const [scope = ''] = allowedScopes
  if (new URL(request.url).pathname === '/health') await rawIdentity.getToken(scope).catch(() => null)
  return next(request)
})
