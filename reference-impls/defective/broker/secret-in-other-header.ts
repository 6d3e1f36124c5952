import { startWrapped, withSecret } from './base/wrapped.ts'

export const defect = {
  title: 'The secret is taken from other headers as well',
  description: '`x-api-key`, as another service has it: no proxy on the way knows that it is a credential.',
  foundBy: ['token-broker.access.secret-in-other-header'],
}

startWrapped((request, next, settings) =>
  next(request.headers.get('x-api-key') === settings.secret ? withSecret(request, settings) : request),
)
