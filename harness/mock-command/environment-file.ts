import { randomUUID } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'

import { ConfigError } from '../errors.ts'
import type { EnvironmentGroup } from './start.ts'

/** Variables by which Azure SDKs find a credential: what a shell has of them is not this cloud's. */
const credentialVariables = [
  'AZURE_AUTHORITY_HOST',
  'AZURE_CLIENT_CERTIFICATE_PATH',
  'AZURE_CLIENT_ID',
  'AZURE_CLIENT_SECRET',
  'AZURE_FEDERATED_TOKEN_FILE',
  'AZURE_PASSWORD',
  'AZURE_POD_IDENTITY_AUTHORITY_HOST',
  'AZURE_USERNAME',
  'IDENTITY_ENDPOINT',
  'IDENTITY_HEADER',
  'IDENTITY_SERVER_THUMBPRINT',
  'IMDS_ENDPOINT',
  'MSI_ENDPOINT',
  'MSI_SECRET',
]

/**
 * Lines for a POSIX shell, which Node's `--env-file` and dotenv libraries read too: `export NAME='value'` by purpose,
 * after one that removes other credentials.
 */
export function renderEnvironment(groups: readonly EnvironmentGroup[]): string {
  const set = new Set(namesIn(groups))
  const others = credentialVariables.filter((name) => !set.has(name))
  const blocks = groups.map(({ title, variables }) => {
    const lines = Object.entries(variables).map(([name, value]) => `export ${name}=${quote(value)}`)
    return [`# ${title}`, ...lines].join('\n')
  })
  return `${[`# No credential but this cloud's\nunset ${others.join(' ')}`, ...blocks].join('\n\n')}\n`
}

/** What is left once the cloud has ended: a shell that was led to it finds the way back. */
export function renderEnd(groups: readonly EnvironmentGroup[]): string {
  return `# The stand-in cloud that wrote this has ended\nunset ${namesIn(groups).join(' ')}\n`
}

function namesIn(groups: readonly EnvironmentGroup[]): readonly string[] {
  return groups.flatMap(({ variables }) => Object.keys(variables))
}

/** A word of a POSIX shell (XCU §2.2.2). */
function quote(value: string): string {
  return `'${value.replaceAll("'", String.raw`'\''`)}'`
}

/**
 * Writes a file that only this user may read, whole or not at all: who waits for it finds everything in it.
 * @throws {ConfigError} `ENV_FILE`
 */
export async function writeEnvironmentFile(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomUUID()}`
  try {
    await writeFile(draft, text, { mode: 0o600, flag: 'wx' })
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true })
    const why = error instanceof Error ? error.message : String(error)
    const fix = 'Name a file in a folder that you may write to.'
    throw new ConfigError('ENV_FILE', `${file} cannot be written: ${why}`, fix)
  }
}

/** Writes `text` over what is in the file, unless somebody else has written it meanwhile. */
export async function replaceEnvironmentFile(file: string, before: string, text: string): Promise<void> {
  const now = await readFile(file, 'utf8').catch(() => undefined)
  if (now === before) await writeEnvironmentFile(file, text)
}
