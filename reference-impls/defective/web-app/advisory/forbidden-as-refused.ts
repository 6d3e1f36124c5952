import { startWith } from '../base/start.ts'

export const defect = {
  title: 'A 403 leads to sign in again, like a 401',
  description: 'As if another sign-in gave other permissions.',
  foundBy: ['web-app.calling-the-api.forbidden', 'web-app.calling-the-api.forbidden-not-repeated'],
}

startWith(({ api }) => ({
  api: {
    async send(request, accessToken, correlationId) {
      const answer = await api.send(request, accessToken, correlationId)
      return answer.status === 403 ? { ...answer, status: 401 } : answer
    },
  },
}))
