import { verifierWithout } from './base/id-token.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'Signing keys are fetched for each sign-in',
  description: 'A validation by hand that reads the key set first; while that cannot be had, nobody signs in.',
  foundBy: [
    'caches.signing-keys.id-token.cached',
    'caches.signing-keys.id-token.outage',
    'caches.signing-keys.id-token.outage-hours',
  ],
}

startWith(({ settings }) => ({ verifyIdToken: verifierWithout(settings, []) }))
