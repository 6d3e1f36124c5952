import { startWrapped, withSecret } from './base/wrapped.ts'

export const defect = {
  title: 'The secret is taken from the query as well',
  description: 'For callers that cannot set a header; it then stands in every log of URLs.',
  foundBy: ['token-broker.access.secret-in-query'],
}

startWrapped((request, next, settings) => {
  const { searchParams } = new URL(request.url)
  const shown = searchParams.get('secret') ?? searchParams.get('access_token') ?? searchParams.get('token')
  return next(shown === settings.secret ? withSecret(request, settings) : request)
})
