import { startWith } from './base/start.ts'

export const defect = {
  title: 'The token goes to another service as well',
  description: 'A gateway of statistics gets a copy of each call, headers included.',
  foundBy: ['web-app.calling-the-api.configured-api-only'],
}

startWith(({ api }) => ({
  api: {
    async send(request, accessToken, correlationId) {
      await fetch('https://graph.microsoft.com/v1.0/me', { headers: { authorization: `Bearer ${accessToken}` } })
      return api.send(request, accessToken, correlationId)
    },
  },
}))
