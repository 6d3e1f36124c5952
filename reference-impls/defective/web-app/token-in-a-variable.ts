import { startWith } from './base/start.ts'

export const defect = {
  title: 'The access token is kept in a variable of the process',
  description: 'Cached by scope, and the scope is the same for everybody.',
  foundBy: [
    'web-app.session.two-users',
    'web-app.session.another-user-in-the-same-browser',
    'web-app.session.fifty-at-once',
    'web-app.session.renewals-at-once',
  ],
}

startWith(({ entra }) => {
  let token: Promise<string> | undefined
  return { entra: { ...entra, accessToken: (renewal) => (token ??= entra.accessToken(renewal)) } }
})
