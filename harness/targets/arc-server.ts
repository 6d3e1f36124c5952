import { execFileSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

import type { ArcAgent } from '../mock-azure/managed-identity/contract.ts'
import { createTemporaryFolder } from '../temporary-folder.ts'

/** SDKs read key files in this folder alone, whatever the challenge names. */
const agentFolder = '/var/opt'

/** Command under which a program sees the folder given next as `/var/opt`, in a mount namespace of its own. */
const privateMount = [
  'unshare',
  '--map-root-user',
  '--mount',
  'sh',
  '-c',
  `mount --bind "$0" ${agentFolder} && exec "$@"`,
]

let mountable: boolean | undefined

/** Whether this machine lets a process have mounts of its own (Linux, user namespaces). Tried once. */
export function canMountPrivately(): boolean {
  return (mountable ??= tryToMount())
}

function tryToMount(): boolean {
  const [command = '', ...args] = privateMount
  try {
    execFileSync(command, [...args, tmpdir(), 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** The files of an Arc-enabled server, which only the program under test sees. Disposing removes them. */
export interface ArcServer extends AsyncDisposable {
  readonly agent: ArcAgent
  /** What the program is started under: the beginning of its command. */
  readonly under: readonly string[]
}

export async function arcServer(): Promise<ArcServer> {
  const files = await createTemporaryFolder('arc')
  const folder = files.path
  const tokens = join(folder, 'azcmagent', 'tokens')
  await mkdir(tokens, { recursive: true })
  return {
    agent: { saveKey: (path, key) => writeFile(join(tokens, basename(path)), key) },
    under: [...privateMount, folder],
    [Symbol.asyncDispose]: () => files[Symbol.asyncDispose](),
  }
}
