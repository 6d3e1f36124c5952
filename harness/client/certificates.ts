import { X509Certificate } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { Start } from '../client-case.ts'
import { type ClientCertificate, createClientCertificate } from '../seed/client-certificate.ts'
import { createTemporaryFolder } from '../temporary-folder.ts'
import type { ClientVariables } from './variables.ts'

type CertificateVariables = Pick<ClientVariables, Extract<keyof ClientVariables, `certificate${string}`>>

/** A certificate of the target, and where its files are. */
export interface CertificateInUse {
  readonly registered: ClientCertificate
  readonly variables: CertificateVariables
}

/** The certificates of one run's web app, as files. Disposing removes them. */
export interface CertificateFiles extends AsyncDisposable {
  /** What the target proves itself with. */
  readonly own: ClientCertificate
  /** The right one, or what a case starts the target with instead; each is made once. */
  inUse(wrong?: Start['certificate']): Promise<CertificateInUse>
  /** Somebody else's, made when it is first asked for. */
  other(): Promise<ClientCertificate>
}

export async function createCertificateFiles(): Promise<CertificateFiles> {
  const own = await createClientCertificate('Web app')
  const folder = await createTemporaryFolder('certificates')
  const made = new Map<string, Promise<CertificateInUse>>()
  let other: Promise<ClientCertificate> | undefined
  const files: CertificateFiles = {
    own,
    other: () => (other ??= createClientCertificate('Another web app')),
    inUse(wrong) {
      const name = wrong ?? 'right'
      const known = made.get(name) ?? make(files, join(folder.path, name), wrong)
      made.set(name, known)
      return known
    },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  }
  return files
}

async function make(files: CertificateFiles, stem: string, wrong: Start['certificate']): Promise<CertificateInUse> {
  const registered = wrong === 'expired' ? await createClientCertificate('Web app', 1) : files.own
  const key = keyOf(wrong === 'other-key' ? await files.other() : registered)
  const { certificatePem, thumbprint } = registered
  const write = async (ending: string, text: string): Promise<string> => {
    const file = `${stem}${ending}.pem`
    await writeFile(file, text, { mode: 0o600 })
    return file
  }
  const [certificateFile, certificateKeyFile, certificatePublicFile] = await Promise.all([
    write('-certificate-and-key', key + certificatePem),
    write('-key', key),
    write('-certificate', certificatePem),
  ])
  const sha256 = new X509Certificate(certificatePem).fingerprint256.replaceAll(':', '')
  return {
    registered,
    variables: {
      certificateFile,
      certificateKeyFile,
      certificatePublicFile,
      certificateThumbprint: thumbprint,
      certificateThumbprintSha256: sha256,
      certificateX5t: Buffer.from(thumbprint, 'hex').toString('base64url'),
      certificateX5tS256: Buffer.from(sha256, 'hex').toString('base64url'),
    },
  }
}

/** The private key, PEM. */
function keyOf({ combinedPem, certificatePem }: ClientCertificate): string {
  return combinedPem.slice(0, combinedPem.length - certificatePem.length)
}
