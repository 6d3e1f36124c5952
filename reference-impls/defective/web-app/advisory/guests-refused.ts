import { signInRefused } from '../../../node/web-app/src/problems.ts'
import { startWith } from '../base/start.ts'

export const defect = {
  title: 'Guests of the tenant cannot sign in',
  description: 'The user name has to end with the domain of the tenant, which that of a guest does not.',
  foundBy: ['web-app.sign-in.guest-succeeds'],
}

startWith(({ verifyIdToken }) => ({
  async verifyIdToken(idToken, expected) {
    const user = await verifyIdToken(idToken, expected)
    if (!/@contoso\d*\.example$/.test(user.userName)) throw signInRefused('not of our domain')
    return user
  },
}))
