import { startWith } from './base/start.ts'

export const defect = {
  title: 'The Authorization header holds the token alone',
  description: 'Without the word Bearer the API sees no token.',
  foundBy: ['web-app.calling-the-api.token-in-header'],
}

startWith(() => ({
  api: {
    async send({ method, url }, accessToken) {
      const answer = await fetch(url, { method, headers: { authorization: accessToken } })
      return { status: answer.status, body: await answer.json().catch(() => undefined) }
    },
  },
}))
