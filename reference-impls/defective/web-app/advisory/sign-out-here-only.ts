import { startWith } from '../base/start.ts'

export const defect = {
  title: 'Signing out ends the session here and leaves the one at Entra ID',
  description: 'Back to the home page, and one click signs in again.',
  foundBy: ['web-app.session.signed-out-at-entra', 'web-app.session.signed-out-and-back'],
}

startWith(({ entra }) => ({ entra: { ...entra, signOutUrl: () => '/' } }))
