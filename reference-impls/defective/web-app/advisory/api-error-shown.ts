import { Problem } from '../../../node/web-app/src/problems.ts'
import { startWith } from '../base/start.ts'

export const defect = {
  title: 'What the API says of its own fault is shown',
  description: 'It helps, the developers thought.',
  foundBy: ['web-app.calling-the-api.api-error-hidden'],
}

startWith(({ api }) => ({
  api: {
    async send(request, accessToken, correlationId) {
      const { method, url } = request
      const answer = await fetch(url, { method, headers: { authorization: `Bearer ${accessToken}` } })
      if (answer.status < 500) return api.send(request, accessToken, correlationId)
      throw new Problem(502, 'The API has a problem', await answer.text(), 'API: an error')
    },
  },
}))
