import { verifierWithout } from '../base/id-token.ts'
import { startWith } from '../base/start.ts'

export const defect = {
  title: 'The issuer of the ID token is not checked',
  description: 'The signature is right, and that is enough.',
  foundBy: [
    'web-app.sign-in.id-token.wrong-issuer',
    'web-app.sign-in.id-token.issuer-elsewhere',
    'web-app.sign-in.id-token.issuer-missing',
    'web-app.sign-in.id-token.issuer-of-v1',
  ],
}

startWith(({ settings }) => ({ verifyIdToken: verifierWithout(settings, ['issuer']) }))
