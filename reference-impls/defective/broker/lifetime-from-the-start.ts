import { changed, startWrapped } from './base/wrapped.ts'

export const defect = {
  title: 'A kept token is said to be good for as long as when it came',
  description: 'Its lifetime is kept beside it and counted anew with each answer.',
  foundBy: ['token-broker.cache.expiry-of-a-kept-token'],
}

const lifetimes = new Map<unknown, number>()

startWrapped(async (request, next) => {
  const answer = await next(request)
  if (!answer.ok || new URL(request.url).pathname !== '/token') return answer
  return changed(answer, (body) => {
    const seconds = lifetimes.get(body['access_token']) ?? Number(body['expires_in'])
    lifetimes.set(body['access_token'], seconds)
    body['expires_in'] = seconds
    body['expires_on'] = Math.floor(Date.now() / 1000) + seconds
  })
})
