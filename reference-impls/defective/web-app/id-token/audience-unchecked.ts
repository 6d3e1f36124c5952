import { verifierWithout } from '../base/id-token.ts'
import { startWith } from '../base/start.ts'

export const defect = {
  title: 'The audience of the ID token is not checked',
  description: 'A token for any app of the tenant signs in.',
  foundBy: [
    'web-app.sign-in.id-token.wrong-audience',
    'web-app.sign-in.id-token.audience-of-the-api',
    'web-app.sign-in.id-token.audience-missing',
    'web-app.sign-in.id-token.audience-among-others',
  ],
}

startWith(({ settings }) => ({ verifyIdToken: verifierWithout(settings, ['audience']) }))
