import { createHash } from 'node:crypto'

import { createSelfSignedCertificate } from '../self-signed-certificate.ts'

const rs256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const
const rsa2048 = { ...rs256, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) }
const dayMs = 24 * 60 * 60 * 1000

/** A certificate by which a client can prove itself. */
export interface ClientCertificate {
  readonly certificatePem: string
  /** Private key (PKCS #8) and certificate, as SDKs read them from one file. */
  readonly combinedPem: string
  /** SHA-1 of the certificate, hexadecimal, upper case. */
  readonly thumbprint: string
}

/**
 * Makes a self-signed certificate, RSA-2048 as Entra ID wants it, valid from two days ago.
 * @param commonName what it is for
 * @param days how long it is valid; 1 has expired. Default: a year.
 */
export async function createClientCertificate(commonName: string, days = 367): Promise<ClientCertificate> {
  const keys = await crypto.subtle.generateKey(rsa2048, true, ['sign', 'verify'])
  const notBefore = new Date(Date.now() - 2 * dayMs)
  const notAfter = new Date(notBefore.getTime() + days * dayMs)
  const certificate = await createSelfSignedCertificate({ commonName, notBefore, notAfter, keys })
  const certificatePem = pem('CERTIFICATE', certificate)
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey))
  return {
    certificatePem,
    combinedPem: `${pem('PRIVATE KEY', pkcs8)}${certificatePem}`,
    thumbprint: createHash('sha1').update(certificate).digest('hex').toUpperCase(),
  }
}

/** RFC 7468 §2 */
function pem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n')
}
