import { verifierWithout } from '../base/id-token.ts'
import { startWith } from '../base/start.ts'

export const defect = {
  title: 'The times of the ID token are not checked',
  description: 'It came just now, so it must be good.',
  foundBy: [
    'web-app.sign-in.id-token.expired',
    'web-app.sign-in.id-token.expiry-missing',
    'web-app.sign-in.id-token.expiry-as-text',
    'web-app.sign-in.id-token.not-yet',
  ],
}

startWith(({ settings }) => ({ verifyIdToken: verifierWithout(settings, ['expiry', 'not-before']) }))
