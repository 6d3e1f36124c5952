import { X509Certificate } from 'node:crypto'

import type { CertificateAuthority } from './contract.ts'

/** SHA-1 of the certificate that a host shows, in hexadecimal, as Service Fabric tells its services. */
export async function serverThumbprint(authority: CertificateAuthority, host: string): Promise<string> {
  const { certificatePem } = await authority.leaf(host)
  return new X509Certificate(certificatePem).fingerprint.replaceAll(':', '')
}
