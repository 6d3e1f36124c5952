import { X509Certificate } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { type ClientCertificate, createClientCertificate } from '../seed/client-certificate.ts'
import { createTemporaryFolder } from '../temporary-folder.ts'
import type { ClientVariables } from './variables.ts'

type CertificateVariables = Pick<
  ClientVariables,
  | 'certificateFile'
  | 'certificateKeyFile'
  | 'certificatePublicFile'
  | 'certificateThumbprint'
  | 'certificateThumbprintSha256'
>

/** The certificates of one run's web app, as files. Disposing removes them. */
export interface CertificateFiles extends AsyncDisposable {
  /** What the target proves itself with. */
  readonly own: ClientCertificate
  readonly variables: CertificateVariables
  /** Somebody else's, made when it is first asked for. */
  other(): Promise<ClientCertificate>
}

export async function createCertificateFiles(): Promise<CertificateFiles> {
  const own = await createClientCertificate('Web app')
  const folder = await createTemporaryFolder('certificates')
  const write = async (name: string, text: string): Promise<string> => {
    const file = join(folder.path, name)
    await writeFile(file, text, { mode: 0o600 })
    return file
  }
  const key = own.combinedPem.slice(0, own.combinedPem.length - own.certificatePem.length)
  const [certificateFile, certificateKeyFile, certificatePublicFile] = await Promise.all([
    write('certificate-and-key.pem', own.combinedPem),
    write('key.pem', key),
    write('certificate.pem', own.certificatePem),
  ])
  let other: Promise<ClientCertificate> | undefined
  return {
    own,
    variables: {
      certificateFile,
      certificateKeyFile,
      certificatePublicFile,
      certificateThumbprint: own.thumbprint,
      certificateThumbprintSha256: new X509Certificate(own.certificatePem).fingerprint256.replaceAll(':', ''),
    },
    other: () => (other ??= createClientCertificate('Another web app')),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  }
}
