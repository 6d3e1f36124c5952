import { rmSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

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

/** Folders that are still there, for an exit without disposal. */
const folders = new Set<string>()
process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** Writes the files into a temporary folder that only this user may enter (mode 0700). */
export async function writeTrustFiles(certificatePem: string): Promise<TrustFiles> {
  const folder = await mkdtemp(join(tmpdir(), 'entra-conformance-trust-'))
  folders.add(folder)
  const files = {
    certificateFile: join(folder, 'ca.pem'),
    javaTrustStoreFile: join(folder, 'ca.jks'),
    emptyFolder: join(folder, 'empty'),
  }
  await Promise.all([
    writeFile(files.certificateFile, certificatePem),
    writeFile(files.javaTrustStoreFile, javaTrustStore(certificatePem, 'entra-conformance')),
    mkdir(files.emptyFolder),
  ])
  return {
    ...files,
    async [Symbol.asyncDispose]() {
      await rm(folder, { recursive: true, force: true })
      folders.delete(folder)
    },
  }
}
