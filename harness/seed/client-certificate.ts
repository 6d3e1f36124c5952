import { createHash, X509Certificate } from 'node:crypto'

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
 * Makes a self-signed certificate, RSA-2048 as Entra ID wants it, valid from two days ago for a year.
 * @param commonName what it is for
 */
export async function createClientCertificate(commonName: string): Promise<ClientCertificate> {
  // Loaded here: it is large, and most clouds need none.
  const { PemConverter, X509CertificateGenerator } = await import('../x509.ts')
  const keys = await crypto.subtle.generateKey(rsa2048, true, ['sign', 'verify'])
  const notBefore = new Date(Date.now() - 2 * dayMs)
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [commonName] }],
    notBefore,
    notAfter: new Date(notBefore.getTime() + 367 * dayMs),
    signingAlgorithm: rs256,
    keys,
  })
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', keys.privateKey)
  const certificatePem = `${certificate.toString('pem')}\n`
  const { raw } = new X509Certificate(certificatePem)
  return {
    certificatePem,
    combinedPem: `${PemConverter.encode(pkcs8, PemConverter.PrivateKeyTag)}\n${certificatePem}`,
    thumbprint: createHash('sha1').update(raw).digest('hex').toUpperCase(),
  }
}
