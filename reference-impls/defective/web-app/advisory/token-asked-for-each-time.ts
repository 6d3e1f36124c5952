import { startWith } from '../base/start.ts'

export const defect = {
  title: 'Each call of the API asks Entra ID for a token',
  description: 'The refresh token is always at hand.',
  foundBy: ['web-app.calling-the-api.tokens-from-the-cache'],
}

startWith(({ entra }) => ({
  entra: { ...entra, accessToken: (renewal) => entra.accessToken({ ...renewal, force: true }) },
}))
