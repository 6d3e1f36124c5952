import { readFileSync } from 'node:fs'
import { z } from 'zod'

const packageSchema = z.object({ version: z.string() })

/** The version in package.json. */
export function toolVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return packageSchema.parse(JSON.parse(text)).version
}
