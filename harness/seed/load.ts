import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

import { ConfigError } from '../errors.ts'
import { issueLines } from '../issue-lines.ts'
import { type Seed, seedSchema } from './schema.ts'

/** The seed of `mock` where none is given. */
export const defaultSeedFile = new URL('default.seed.yaml', import.meta.url).pathname

/**
 * Reads a seed, YAML or JSON, with the certificates it names.
 * @throws {ConfigError} `SEED_UNREADABLE` or `SEED_INVALID`
 */
export async function loadSeed(file: string): Promise<Seed> {
  const seed = parseSeed(await readDocument(file), file)
  const apps = seed.apps.map(async ({ certificateFiles = [], ...app }) => {
    const read = certificateFiles.map((name) => readText(resolve(dirname(file), name)))
    return { ...app, certificates: [...(app.certificates ?? []), ...(await Promise.all(read))] }
  })
  return { ...seed, apps: await Promise.all(apps) }
}

/**
 * @param where for messages
 * @throws {ConfigError} `SEED_INVALID`
 */
export function parseSeed(input: unknown, where: string): Seed {
  const parsed = seedSchema.safeParse(input)
  if (parsed.success) return parsed.data
  throw new ConfigError('SEED_INVALID', `${where} is not a valid seed.`, 'Mend the lines named below.', {
    details: issueLines(parsed.error),
  })
}

async function readDocument(file: string): Promise<unknown> {
  const text = await readText(file)
  const { parseDocument } = await import('yaml')
  const document = parseDocument(text, { prettyErrors: true })
  const [error] = document.errors
  if (error !== undefined) throw unreadable(file, error.message)
  return document.toJS()
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw unreadable(file, error instanceof Error ? error.message : String(error))
  }
}

function unreadable(file: string, why: string): ConfigError {
  const fix = 'Name a YAML or JSON file; certificates in it are PEM files beside it.'
  return new ConfigError('SEED_UNREADABLE', `${file} cannot be read.`, fix, { details: why })
}
