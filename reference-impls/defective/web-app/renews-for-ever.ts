import { startWith } from './base/start.ts'

export const defect = {
  title: 'A refused token is renewed again and again',
  description: '`while (status === 401)`, ten times at least.',
  foundBy: ['web-app.calling-the-api.refused-twice', 'web-app.calling-the-api.refused-for-ever'],
}

startWith(({ entra, api }) => {
  let newest: (() => Promise<string>) | undefined
  return {
    entra: {
      ...entra,
      accessToken(renewal) {
        newest = () => entra.accessToken({ ...renewal, force: true })
        return entra.accessToken(renewal)
      },
    },
    api: {
      async send(request, accessToken, correlationId) {
        let answer = await api.send(request, accessToken, correlationId)
        for (let tries = 0; answer.status === 401 && tries < 10; tries += 1) {
          answer = await api.send(request, (await newest?.()) ?? accessToken, correlationId)
        }
        return answer
      },
    },
  }
})
