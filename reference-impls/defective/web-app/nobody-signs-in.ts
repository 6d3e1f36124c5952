import { signInRefused } from '../../node/web-app/src/problems.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'Every ID token is refused',
  description: 'A validation that nothing passes: secure, and of no use.',
  foundBy: ['web-app.sign-in.succeeds'],
}

startWith(() => ({ verifyIdToken: () => Promise.reject(signInRefused('ID token: refused')) }))
