import { verifierWithout } from '../base/id-token.ts'
import { startWith } from '../base/start.ts'

export const defect = {
  title: 'The ID token is decoded, and nothing of it checked but nonce and audience',
  description: '`jwt.decode` in place of `jwt.verify`.',
  foundBy: [
    'web-app.sign-in.id-token.signature-broken',
    'web-app.sign-in.id-token.signature-missing',
    'web-app.sign-in.id-token.payload-swapped',
    'web-app.sign-in.id-token.foreign-key',
    'web-app.sign-in.id-token.unknown-key',
    'web-app.sign-in.id-token.key-of-personal-accounts',
    'web-app.sign-in.id-token.hmac-with-public-key',
    'web-app.sign-in.id-token.hmac-with-client-secret',
    'web-app.sign-in.id-token.key-in-header',
    'web-app.sign-in.id-token.unsigned',
    'web-app.sign-in.id-token.wrong-issuer',
  ],
}

startWith(({ settings }) => ({ verifyIdToken: verifierWithout(settings, ['signature', 'issuer', 'expiry']) }))
