import { startWrapped } from './base/wrapped.ts'

export const defect = {
  title: 'Every request is logged with its headers',
  description: 'Left from looking for an error: the secret stands in the log.',
  foundBy: ['token-broker.access.secret-unsaid'],
}

startWrapped((request, next) => {
  console.error(request.method, request.url, JSON.stringify([...request.headers]))
  return next(request)
})
