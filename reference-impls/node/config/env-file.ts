import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'

export type Environment = Readonly<Record<string, string | undefined>>

/**
 * The environment with what a `.env` file says beneath it: a variable that is set, and not empty, wins. No file: the
 * environment as it is. For development; in Azure there is none.
 * @throws when there is one that cannot be read
 */
export function withEnvFile(environment: Environment, file: string): Environment {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return environment
    throw error
  }
  const given = Object.entries(environment).filter(([, value]) => value !== undefined && value !== '')
  return { ...parseEnv(text), ...Object.fromEntries(given) }
}
