import { startWrapped } from './base/wrapped.ts'

export const defect = {
  title: 'Pages of every origin may read the answer',
  description: '`Access-Control-Allow-Origin: *`, for a front end that was tried out once.',
  foundBy: ['token-broker.access.no-cross-origin'],
}

startWrapped(async (request, next) => {
  const answer = await next(request)
  answer.headers.set('access-control-allow-origin', '*')
  return answer
})
