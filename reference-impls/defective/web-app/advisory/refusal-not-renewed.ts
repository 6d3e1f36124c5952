import { SignInRequired } from '../../../node/web-app/src/problems.ts'
import { startWith } from '../base/start.ts'

export const defect = {
  title: 'A refused token leads to sign in at once',
  description: 'Nothing is renewed silently.',
  foundBy: ['web-app.calling-the-api.refused-once'],
}

startWith(({ entra }) => ({
  entra: {
    ...entra,
    accessToken: (renewal) =>
      renewal.force ? Promise.reject(new SignInRequired({ refused: true })) : entra.accessToken(renewal),
  },
}))
