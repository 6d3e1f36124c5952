import { verifierWithout } from '../base/id-token.ts'
import { startWith } from '../base/start.ts'

export const defect = {
  title: 'An ID token of any tenant signs in',
  description:
    'Keys of every tenant, and the issuer is whatever the token says: right for an app of many tenants, not for this one.',
  foundBy: [
    'web-app.sign-in.id-token.other-tenant',
    'web-app.sign-in.id-token.tid-of-another-tenant',
    'web-app.sign-in.id-token.wrong-issuer',
  ],
}

startWith(({ settings }) => ({ verifyIdToken: verifierWithout(settings, ['issuer', 'tenant'], 'common') }))
