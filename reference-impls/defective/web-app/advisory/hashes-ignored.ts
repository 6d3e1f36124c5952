import { verifierWithout } from '../base/id-token.ts'
import { startWith } from '../base/start.ts'

export const defect = {
  title: 'at_hash and c_hash are not compared',
  description: 'The ID token is checked, and what came beside it is taken as it is.',
  foundBy: ['web-app.sign-in.id-token.hash-of-another-access-token', 'web-app.sign-in.id-token.hash-of-another-code'],
}

startWith(({ settings }) => ({ verifyIdToken: verifierWithout(settings, []) }))
