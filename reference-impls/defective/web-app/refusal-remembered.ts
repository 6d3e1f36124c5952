import { startWith } from './base/start.ts'

export const defect = {
  title: 'After one refusal the API is not called any more',
  description: 'A circuit breaker that nothing closes.',
  foundBy: ['web-app.calling-the-api.refused-then-recovered'],
}

startWith(({ api }) => {
  let refused = false
  return {
    api: {
      async send(request, accessToken, correlationId) {
        if (refused) return { status: 401, body: undefined }
        const answer = await api.send(request, accessToken, correlationId)
        refused = answer.status === 401
        return answer
      },
    },
  }
})
