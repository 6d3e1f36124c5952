import { startWith } from './base/start.ts'

export const defect = {
  title: 'The nonce is the same for everybody',
  description: 'It is made once, at start-up.',
  foundBy: ['web-app.sign-in.nonce-unique', 'web-app.sign-in.request-unguessable'],
}

startWith(({ entra }) => ({
  entra: {
    ...entra,
    authorizationUrl: (request) => entra.authorizationUrl({ ...request, nonce: 'the-nonce-of-this-app' }),
  },
}))
