import { startWith } from './base/start.ts'

export const defect = {
  title: 'A claims challenge is a 401 like any other',
  description: 'The token is renewed, which brings the same one, and nobody asks for what the API wants.',
  foundBy: ['web-app.calling-the-api.challenge', 'web-app.calling-the-api.challenge-answered'],
}

startWith(({ api }) => ({
  api: {
    async send(request, accessToken, correlationId) {
      const { status, body } = await api.send(request, accessToken, correlationId)
      return { status, body }
    },
  },
}))
