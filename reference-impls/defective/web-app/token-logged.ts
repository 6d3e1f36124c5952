import { startWith } from './base/start.ts'

export const defect = {
  title: 'The access token is in the log',
  description: 'A line for each call, with its headers.',
  foundBy: ['web-app.session.tokens-on-the-server'],
}

startWith(({ api, log }) => ({
  api: {
    send(request, accessToken, correlationId) {
      log(`${request.method} ${request.url} authorization: Bearer ${accessToken}`)
      return api.send(request, accessToken, correlationId)
    },
  },
}))
