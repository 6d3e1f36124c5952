import { changed, startWrapped } from './base/wrapped.ts'

export const defect = {
  title: 'The answer does not say when the token expires',
  description: 'Callers take it out of the token, or do not.',
  foundBy: ['token-broker.access.answer-expiry'],
}

startWrapped(async (request, next) =>
  changed(await next(request), (body) => {
    delete body['expires_on']
    delete body['expires_in']
  }),
)
