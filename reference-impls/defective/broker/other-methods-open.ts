import { startWrapped, withSecret } from './base/wrapped.ts'

export const defect = {
  title: 'Only GET is guarded',
  description: 'The check is for one method, the route answers all of them.',
  foundBy: ['token-broker.access.methods'],
}

startWrapped((request, next, settings) => next(request.method === 'GET' ? request : withSecret(request, settings)))
