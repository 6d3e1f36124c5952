import 'reflect-metadata'

import { X509CertificateGenerator } from '@peculiar/x509'

/** A self-signed RSA certificate and its key, PEM. @param days it ends so many days from now; negative: it has ended */
export async function makeCertificate(days = 1): Promise<{ readonly key: string; readonly certificate: string }> {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  }
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const day = 86_400_000
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=web-app',
    notBefore: new Date(Date.now() - 30 * day),
    notAfter: new Date(Date.now() + days * day),
    signingAlgorithm: algorithm,
    keys,
  })
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64')
  const key = `-----BEGIN PRIVATE KEY-----\n${der.replaceAll(/(.{64})/g, '$1\n').trim()}\n-----END PRIVATE KEY-----\n`
  return { key, certificate: `${certificate.toString('pem')}\n` }
}
