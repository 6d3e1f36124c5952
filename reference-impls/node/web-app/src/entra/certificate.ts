import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** A private key and the certificate that is registered for the app. */
export interface CertificateCredential {
  readonly kind: 'certificate'
  /** PEM, PKCS#8. */
  readonly privateKey: string
  /** SHA-256 of the certificate, hexadecimal: Entra ID finds it by the header `x5t#S256`. */
  readonly thumbprint: string
  /** PEM, the certificate first: sent along (`x5c`) where the app trusts a subject name and issuer. */
  readonly chain: string | undefined
  /** When the certificate ends, in milliseconds since the epoch. */
  readonly notAfter: number
}

/** Which setting is wrong, and how. */
export interface CertificateProblem {
  readonly setting: 'CLIENT_CERT_PATH' | 'CLIENT_CERT_THUMBPRINT'
  readonly problem: string
}

/**
 * Reads a PEM file with an RSA private key and its certificate.
 * @param thumbprint as the portal shows it, SHA-1 or SHA-256; where it is given it must be the file's.
 * @param now milliseconds since the epoch
 */
export function readCertificate(
  path: string,
  thumbprint: string | undefined,
  sendChain: boolean,
  now = Date.now(),
): CertificateCredential | CertificateProblem {
  const setting = 'CLIENT_CERT_PATH'
  const pem = readText(path)
  if (pem === undefined) return { setting, problem: 'cannot be read' }
  const certificates = pem.match(/-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----/gs) ?? []
  const parsed = parse(pem, certificates[0])
  if (parsed === undefined) return { setting, problem: 'must hold a private key and its certificate, PEM' }
  const { certificate, privateKey } = parsed
  if (privateKey.asymmetricKeyType !== 'rsa') return { setting, problem: 'must hold an RSA key' }
  if (!certificate.checkPrivateKey(privateKey)) return { setting, problem: 'the key is not the certificate’s' }
  const notAfter = certificate.validToDate.getTime()
  if (notAfter <= now) return { setting, problem: 'the certificate has expired' }
  if (thumbprint !== undefined && !isThumbprintOf(certificate, thumbprint)) {
    return { setting: 'CLIENT_CERT_THUMBPRINT', problem: 'is not the thumbprint of the certificate' }
  }
  return {
    kind: 'certificate',
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    thumbprint: certificate.fingerprint256.replaceAll(':', ''),
    chain: sendChain ? certificates.join('\n') : undefined,
    notAfter,
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function parse(pem: string, certificate: string | undefined) {
  if (certificate === undefined) return undefined
  try {
    return { certificate: new X509Certificate(certificate), privateKey: createPrivateKey(pem) }
  } catch {
    return undefined
  }
}

const plain = (hex: string): string => hex.replaceAll(/[\s:]/g, '').toUpperCase()

function isThumbprintOf({ fingerprint, fingerprint256 }: X509Certificate, thumbprint: string): boolean {
  return [fingerprint, fingerprint256].map(plain).includes(plain(thumbprint))
}
