import { changed, startWrapped, withSecret } from './base/wrapped.ts'

export const defect = {
  title: 'Health shows a token as proof',
  description: 'The last answer is part of it, for whoever looks for an error.',
  foundBy: ['token-broker.access.health-open'],
}

startWrapped(async (request, next, settings) => {
  const url = new URL(request.url)
  if (url.pathname !== '/health') return next(request)
  const [scope = ''] = settings.allowedScopes
  const token = await next(withSecret(new Request(`${url.origin}/token?scope=${scope}`), settings))
  const proof: unknown = await token.json()
  return changed(await next(request), (body) => {
    body['lastToken'] = proof
  })
})
