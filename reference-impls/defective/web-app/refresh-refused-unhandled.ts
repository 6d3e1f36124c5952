import { startWith } from './base/start.ts'

export const defect = {
  title: 'A refused refresh token breaks the page',
  description: 'invalid_grant is an error like any other, and the framework answers 500.',
  foundBy: ['web-app.calling-the-api.refused-and-refresh-refused'],
}

startWith(({ entra }) => ({
  entra: {
    ...entra,
    accessToken: (renewal) =>
      entra.accessToken(renewal).catch(() => {
        throw new Error('no token')
      }),
  },
}))
