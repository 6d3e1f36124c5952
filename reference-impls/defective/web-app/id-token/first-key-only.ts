import { importJWK, jwtVerify } from 'jose'

import { signInRefused } from '../../../node/web-app/src/problems.ts'
import { publishedKeys, userOf } from '../base/id-token.ts'
import { startWith } from '../base/start.ts'

export const defect = {
  title: 'Only the first of the published keys is known',
  description: '`keys[0]`: other keys sign as well, and one day the first is gone.',
  foundBy: ['web-app.sign-in.id-token.published-key'],
}

startWith(({ settings }) => ({
  verifyIdToken: async (idToken) => {
    const [first] = await publishedKeys(settings.tenantId)
    if (first === undefined) throw signInRefused('no key')
    const key = await importJWK({ kty: first.kty, n: first.n, e: first.e }, 'RS256')
    const { payload } = await jwtVerify(idToken, key, { audience: settings.clientId }).catch(() => {
      throw signInRefused('ID token: not signed by Entra ID')
    })
    return userOf(payload)
  },
}))
