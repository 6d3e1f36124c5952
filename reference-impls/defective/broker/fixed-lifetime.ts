import { changed, startWrapped } from './base/wrapped.ts'

export const defect = {
  title: 'Every token is said to be good for fifteen minutes',
  description: 'A lifetime from the settings, as the example it follows has it, whatever the token says itself.',
  foundBy: ['token-broker.access.answer-expiry-own'],
}

const lifetimeSeconds = 900

startWrapped(async (request, next) => {
  const answer = await next(request)
  if (!answer.ok || new URL(request.url).pathname !== '/token') return answer
  return changed(answer, (body) => {
    body['expires_in'] = lifetimeSeconds
    body['expires_on'] = Math.floor(Date.now() / 1000) + lifetimeSeconds
  })
})
