import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { expect, it } from 'vitest'

import { createCertificateAuthority } from '../../mounts/certificate-authority.ts'
import { createTemporaryFolder } from '../../temporary-folder.ts'
import { launchChromium } from './launch.ts'

it('a browser that does not start is quoted, and nothing else', async () => {
  await using folder = await createTemporaryFolder('test')
  const program = join(folder.path, 'browser')
  await writeFile(program, '#!/bin/sh\necho "the path is too long" >&2\nexit 1\n', { mode: 0o700 })
  await expect(launchChromium(program, await createCertificateAuthority())).rejects.toMatchObject({
    code: 'BROWSER_NOT_STARTED',
    fault: 'config',
    details: 'the path is too long',
  })
})
