import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { createTemporaryFolder } from '../temporary-folder.ts'
import { javaTrustStore } from './java-trust-store.ts'

/** What a child needs on disk to trust the stand-in cloud: public material only. Disposing removes it. */
export interface TrustFiles extends AsyncDisposable {
  /** The CA certificate, PEM. */
  readonly certificateFile: string
  /** The same for Java, type JKS. */
  readonly javaTrustStoreFile: string
  /** An empty folder, for tools that would else look for the user's own sign-ins. */
  readonly emptyFolder: string
}

/** Writes the files into a temporary folder that only this user may enter (mode 0700). */
export async function writeTrustFiles(certificatePem: string): Promise<TrustFiles> {
  const folder = await createTemporaryFolder('trust')
  const files = {
    certificateFile: join(folder.path, 'ca.pem'),
    javaTrustStoreFile: join(folder.path, 'ca.jks'),
    emptyFolder: join(folder.path, 'empty'),
  }
  await Promise.all([
    writeFile(files.certificateFile, certificatePem),
    writeFile(files.javaTrustStoreFile, javaTrustStore(certificatePem, 'entra-conformance')),
    mkdir(files.emptyFolder),
  ])
  return { ...files, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() }
}
