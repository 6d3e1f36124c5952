import { startWith } from './base/start.ts'

export const defect = {
  title: 'The access token is in the query too',
  description: 'For the gateway, which logs it.',
  foundBy: ['web-app.calling-the-api.token-not-in-query'],
}

startWith(({ api }) => ({
  api: {
    send: (request, accessToken, correlationId) =>
      api.send({ ...request, url: `${request.url}?access_token=${accessToken}` }, accessToken, correlationId),
  },
}))
