import { startWrapped, withSecret } from './base/wrapped.ts'

export const defect = {
  title: 'It answers where the SDKs look for a source, too, without the secret',
  description: 'So that clients need no code of their own; any process that reaches it is the identity.',
  foundBy: ['token-broker.access.other-paths'],
}

startWrapped((request, next, settings) => {
  const url = new URL(request.url)
  const resource = url.searchParams.get('resource')
  if (url.pathname === '/token' || resource === null) return next(request)
  return next(withSecret(new Request(`${url.origin}/token?scope=${resource}/.default`), settings))
})
