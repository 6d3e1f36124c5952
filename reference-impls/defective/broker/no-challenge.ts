import { startWrapped } from './base/wrapped.ts'

export const defect = {
  title: 'A 401 without a challenge',
  description: 'The status alone: callers do not learn what is wanted.',
  foundBy: ['token-broker.access.challenge'],
}

startWrapped(async (request, next) => {
  const answer = await next(request)
  answer.headers.delete('www-authenticate')
  return answer
})
