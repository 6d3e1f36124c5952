import { startWrapped, withSecret } from './base/wrapped.ts'

export const defect = {
  title: 'Whoever says that he comes from this machine needs no secret',
  description: '`X-Forwarded-For: 127.0.0.1` is believed.',
  foundBy: ['token-broker.access.secret-by-forwarded'],
}

startWrapped((request, next, settings) =>
  next(request.headers.get('x-forwarded-for') === '127.0.0.1' ? withSecret(request, settings) : request),
)
