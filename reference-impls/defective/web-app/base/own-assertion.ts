import { createHash, createPrivateKey, randomUUID, sign, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'

import { createEntraClient } from '../../../node/web-app/src/entra/client.ts'
import { readCertificate } from '../../../node/web-app/src/entra/certificate.ts'
import type { Settings } from '../../../node/web-app/src/settings.ts'
import { tokenStore } from './oauth-client.ts'
import { startWith } from './start.ts'

/** Header and claims of an assertion. */
export interface Assertion {
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>
}

type Change = (assertion: Assertion, nowSeconds: number) => Assertion

/** An assertion as Entra ID wants it, signed with the certificate of `CLIENT_CERT_PATH`, but for what `change` does. */
export function signAssertion({ tenantId, clientId }: Settings, change: Change = (same) => same): string {
  const path = process.env['CLIENT_CERT_PATH'] ?? ''
  const credential = readCertificate(path, undefined, false)
  if (!('privateKey' in credential)) throw new Error(`${credential.setting} ${credential.problem}`)
  const now = Math.floor(Date.now() / 1000)
  const certificate = new X509Certificate(readFileSync(path))
  const correct: Assertion = {
    header: {
      typ: 'JWT',
      alg: 'RS256',
      'x5t#S256': createHash('sha256').update(certificate.raw).digest('base64url'),
      x5c: [certificate.raw.toString('base64')],
    },
    claims: {
      aud: `https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/token`,
      iss: clientId,
      sub: clientId,
      jti: randomUUID(),
      nbf: now,
      exp: now + 600,
    },
  }
  const { header, claims } = change(correct, now)
  const signed = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  const hash = header['alg'] === 'RS512' ? 'sha512' : 'sha256'
  const signature = sign(hash, Buffer.from(signed), createPrivateKey(credential.privateKey))
  return `${signed}.${signature.toString('base64url')}`
}

/** Starts the web app with assertions made by hand: correct but for what `change` does. */
export function startWithAssertions(change: Change): void {
  startWith(({ settings }, stores) => {
    if (settings.credential.kind !== 'certificate') return {}
    const clientAssertion = (): Promise<string> => Promise.resolve(signAssertion(settings, change))
    const credential = () => ({ clientAssertion })
    return { entra: createEntraClient({ settings, credential, tokens: tokenStore(stores), now: Date.now }) }
  })
}
