import { importJWK } from 'jose'

import { idTokenVerifier } from '../../node/web-app/src/entra/id-token.ts'
import { publishedKeys } from './base/id-token.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'Of the published keys the first one counts',
  description: '`jwks.keys[0]`: it works as long as Entra ID signs with that.',
  foundBy: ['caches.signing-keys.id-token.previous-key', 'caches.signing-keys.id-token.rollover'],
}

startWith(({ settings: { tenantId, clientId } }) => {
  const issuer = `https://login.microsoftonline.com/${tenantId}/v2.0`
  const firstKey = async () => {
    const [first] = await publishedKeys(tenantId)
    if (first === undefined) throw new Error('there is no key')
    const { kty, n, e } = first
    return importJWK({ kty, n, e }, 'RS256')
  }
  return { verifyIdToken: idTokenVerifier({ tenantId, clientId, issuer, keys: firstKey, now: Date.now }) }
})
