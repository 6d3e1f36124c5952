import { SignInRequired } from '../../node/web-app/src/problems.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'A token endpoint that is down breaks the page',
  description: 'The framework answers 500.',
  foundBy: ['web-app.calling-the-api.refused-and-entra-down'],
}

startWith(({ entra }) => ({
  entra: {
    ...entra,
    accessToken: (renewal) =>
      entra.accessToken(renewal).catch((error: unknown) => {
        throw error instanceof SignInRequired ? error : new Error('no token')
      }),
  },
}))
