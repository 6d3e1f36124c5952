import { createHash, webcrypto } from 'node:crypto'

import type { SigningKey } from '../../keys.ts'
import {
  BasicConstraintsExtension,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '../../x509.ts'
import { testKeys } from './cloud.ts'

const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }

/** A client's certificate with its private key. */
export interface TestCertificate {
  readonly pem: string
  /** Base64 DER, as `x5c` holds it. */
  readonly der: string
  readonly privateKey: SigningKey['privateKey']
  readonly x5t: string
  readonly 'x5t#S256': string
}

interface CertificateOptions {
  /** Names its key, which is generated once. */
  readonly key: string
  readonly subject: string
  readonly dnsName?: string
  readonly isAuthority?: boolean
  /** Default: itself. */
  readonly issuer?: { readonly key: string; readonly subject: string }
  readonly notBefore?: Date
  readonly notAfter?: Date
}

/** A certificate of an RSA key, valid from 2026 to 2036 unless said otherwise. */
export async function testCertificate(options: CertificateOptions): Promise<TestCertificate> {
  const key = await testKeys.key(options.key)
  const issuer = options.issuer ?? options
  const certificate = await X509CertificateGenerator.create({
    subject: options.subject,
    issuer: issuer.subject,
    notBefore: options.notBefore ?? new Date(Date.UTC(2026, 0)),
    notAfter: options.notAfter ?? new Date(Date.UTC(2036, 0)),
    publicKey: await webcrypto.subtle.importKey('spki', key.spki, algorithm, true, ['verify']),
    signingKey: await signingKey((await testKeys.key(issuer.key)).privateKey),
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(options.isAuthority === true),
      ...(options.dnsName === undefined
        ? []
        : [new SubjectAlternativeNameExtension([{ type: 'dns', value: options.dnsName }])]),
    ],
  })
  return describe(certificate, key)
}

/** Keys may stand behind jose's type here. */
async function signingKey(key: SigningKey['privateKey']): Promise<webcrypto.CryptoKey> {
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', key)
  return webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign'])
}

function describe(certificate: X509Certificate, { privateKey }: SigningKey): TestCertificate {
  const der = Buffer.from(certificate.rawData)
  const thumbprint = (hash: string): string => createHash(hash).update(der).digest('base64url')
  return {
    pem: certificate.toString('pem'),
    der: der.toString('base64'),
    privateKey,
    x5t: thumbprint('sha1'),
    'x5t#S256': thumbprint('sha256'),
  }
}
