import { createLocalJWKSet } from 'jose'
import type { JWTVerifyGetKey } from 'jose'

import { idTokenVerifier } from '../../node/web-app/src/entra/id-token.ts'
import { publishedKeys } from './base/id-token.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'Signing keys are fetched once',
  description: 'The key set is read at the first sign-in and kept: after a rollover nobody signs in.',
  foundBy: [
    'caches.signing-keys.id-token.rollover',
    'caches.signing-keys.id-token.rollover-later',
    'caches.signing-keys.id-token.retired',
  ],
}

startWith(({ settings: { tenantId, clientId } }) => {
  let kept: Promise<JWTVerifyGetKey> | undefined
  const fetchKeys = async (): Promise<JWTVerifyGetKey> =>
    createLocalJWKSet({ keys: (await publishedKeys(tenantId)).map(({ kty, n, e, kid }) => ({ kty, n, e, kid })) })
  const keys: JWTVerifyGetKey = async (header, token) => {
    kept ??= fetchKeys()
    return (await kept)(header, token)
  }
  const issuer = `https://login.microsoftonline.com/${tenantId}/v2.0`
  return { verifyIdToken: idTokenVerifier({ tenantId, clientId, issuer, keys, now: Date.now }) }
})
