import { startWrapped, withSecret } from './base/wrapped.ts'

export const defect = {
  title: 'The secret is taken from a cookie as well',
  description: 'For a page that was to ask the broker from a browser.',
  foundBy: ['token-broker.access.secret-in-cookie'],
}

startWrapped((request, next, settings) =>
  next(request.headers.get('cookie')?.includes(settings.secret) === true ? withSecret(request, settings) : request),
)
