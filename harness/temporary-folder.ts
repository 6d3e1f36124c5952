import { randomBytes } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { forgetFolder, watchFolder } from './targets/guardian.ts'

/**
 * A folder that only this user may enter (mode 0700). Disposing removes it; so does the end of this process or worker
 * thread, in whatever way.
 */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string
}

/** @param purpose part of its name */
export async function createTemporaryFolder(purpose: string): Promise<TemporaryFolder> {
  // Short: the path of a socket in it may have a hundred characters.
  const path = join(tmpdir(), `entra-conformance-${purpose}-${randomBytes(4).toString('base64url')}`)
  // First: this process may end as soon as there is a folder.
  watchFolder(path)
  await mkdir(path, { mode: 0o700 }).catch((error: unknown) => {
    forgetFolder(path)
    throw error
  })
  return {
    path,
    async [Symbol.asyncDispose]() {
      await rm(path, { recursive: true, force: true })
      forgetFolder(path)
    },
  }
}
