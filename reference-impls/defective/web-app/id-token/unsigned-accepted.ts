import { verifierWithout } from '../base/id-token.ts'
import { startWith } from '../base/start.ts'

export const defect = {
  title: 'An ID token with alg none is believed',
  description: 'The algorithm is the one that the token names, and none is one.',
  foundBy: ['web-app.sign-in.id-token.unsigned', 'web-app.sign-in.id-token.unsigned-any-case'],
}

startWith(({ settings }) => ({ verifyIdToken: verifierWithout(settings, ['algorithm']) }))
