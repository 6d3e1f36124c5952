import { idTokenVerifier } from '../../node/web-app/src/entra/id-token.ts'
import { signingKeys } from '../../node/web-app/src/entra/signing-keys.ts'
import { startWith } from './base/start.ts'

export const defect = {
  title: 'The time is read once',
  description: '`currentDate: new Date()` among the settings: a day after the start every ID token is from the future.',
  foundBy: ['caches.tokens.later.sign-in'],
}

startWith(({ settings: { tenantId, clientId, entraTimeoutMs: timeoutMs } }) => {
  const issuer = `https://login.microsoftonline.com/${tenantId}/v2.0`
  const started = Date.now()
  const keys = signingKeys({ tenantId, issuer, timeoutMs, now: Date.now })
  return { verifyIdToken: idTokenVerifier({ tenantId, clientId, issuer, keys, now: () => started }) }
})
