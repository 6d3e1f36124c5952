import { startWrapped } from './base/wrapped.ts'

export const defect = {
  title: 'Whoever likes may store the answer',
  description: 'No Cache-Control: a proxy in between hands the token on.',
  foundBy: ['token-broker.access.answer-not-stored'],
}

startWrapped(async (request, next) => {
  const answer = await next(request)
  answer.headers.delete('cache-control')
  return answer
})
