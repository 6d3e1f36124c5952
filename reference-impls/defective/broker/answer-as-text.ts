import { startWrapped } from './base/wrapped.ts'

export const defect = {
  title: 'The answer is JSON and says that it is HTML',
  description: 'The default media type of a framework.',
  foundBy: ['token-broker.access.answer-json'],
}

startWrapped(async (request, next) => {
  const answer = await next(request)
  answer.headers.set('content-type', 'text/html; charset=utf-8')
  return answer
})
