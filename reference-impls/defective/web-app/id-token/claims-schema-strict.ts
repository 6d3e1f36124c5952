import { decodeJwt } from 'jose'

import { signInRefused } from '../../../node/web-app/src/problems.ts'
import { startWith } from '../base/start.ts'

export const defect = {
  title: 'An ID token with claims that nobody knows is refused',
  description: 'A strict schema of the claims, which an administrator breaks by adding one.',
  foundBy: ['web-app.sign-in.id-token.unknown-claims'],
}

const known = new Set(
  'iss aud iat nbf exp tid oid sub nonce ver name preferred_username email sid login_hint aio rh uti roles groups acct'.split(
    ' ',
  ),
)

startWith(({ verifyIdToken }) => ({
  verifyIdToken: (idToken, expected) => {
    const unknown = Object.keys(decodeJwt(idToken)).filter((claim) => !known.has(claim))
    if (unknown.length > 0) throw signInRefused('ID token: unknown claims')
    return verifyIdToken(idToken, expected)
  },
}))
