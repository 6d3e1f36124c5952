import { startWith } from './base/start.ts'

export const defect = {
  title: 'A redirect of the API is followed',
  description: 'To whatever host it names.',
  foundBy: ['web-app.calling-the-api.api-redirects'],
}

startWith(() => ({
  api: {
    async send({ method, url }, accessToken) {
      const answer = await fetch(url, { method, headers: { authorization: `Bearer ${accessToken}` } })
      return { status: answer.status, body: await answer.json().catch(() => undefined) }
    },
  },
}))
