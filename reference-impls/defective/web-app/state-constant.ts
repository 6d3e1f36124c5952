import { startWith } from './base/start.ts'

export const defect = {
  title: 'The state is the same for everybody',
  description: 'A constant, since the library wants one.',
  foundBy: ['web-app.sign-in.state-unique', 'web-app.sign-in.request-unguessable'],
}

startWith(({ entra }) => ({
  entra: { ...entra, authorizationUrl: (request) => entra.authorizationUrl({ ...request, state: 'signing-in-state' }) },
}))
