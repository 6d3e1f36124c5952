import { startWith } from './base/start.ts'

export const defect = {
  title: "The API gets the app's secret",
  description: 'It might want to know who calls.',
  foundBy: ['web-app.calling-the-api.credential-stays'],
}

startWith(({ api, settings }) => ({
  api: {
    send({ method, url, ...request }, accessToken, correlationId) {
      const { credential } = settings
      const secret = credential.kind === 'secret' ? credential.secret : ''
      return api.send({ ...request, method, url: `${url}?client_secret=${secret}` }, accessToken, correlationId)
    },
  },
}))
