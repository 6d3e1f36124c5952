import { startWith } from './base/start.ts'

export const defect = {
  title: 'A claims challenge that cannot be read breaks the page',
  description: '`JSON.parse(atob(claims))` without a thought of what else could be there.',
  foundBy: ['web-app.calling-the-api.challenge-unreadable'],
}

startWith(() => ({
  api: {
    async send({ method, url }, accessToken) {
      const answer = await fetch(url, { method, headers: { authorization: `Bearer ${accessToken}` } })
      const [, encoded] = /claims="([^"]*)"/.exec(answer.headers.get('www-authenticate') ?? '') ?? []
      if (encoded === undefined) return { status: answer.status, body: await answer.json() }
      const claims = JSON.stringify(JSON.parse(atob(encoded)))
      return { status: answer.status, body: undefined, claims }
    },
  },
}))
