import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { z } from 'zod'

import { configSchema } from '../config/schema.ts'
import { resultsSchema } from '../verdict.ts'

/** The folder of the published schemas. */
export const schemaFolder = join(import.meta.dirname, '../../docs/schemas')

/**
 * The published JSON Schemas, file name to text. Draft 7: what editors read for YAML.
 *
 * A configuration is described as it is written, with defaults left out. Results may hold more members than the
 * schema names, so that a reader of today's results can read tomorrow's.
 */
export function schemaFiles(): Readonly<Record<string, string>> {
  return {
    'config.schema.json': asJsonSchema(configSchema, 'Configuration of entra-conformance'),
    'results.schema.json': asJsonSchema(resultsSchema, 'results.json of entra-conformance'),
  }
}

function asJsonSchema(schema: z.ZodType, title: string): string {
  const { $schema, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    override: ({ jsonSchema }) => {
      // Zod's own name, unknown to validators; the pattern beside it says the same.
      if (jsonSchema.format === 'starts_with') delete jsonSchema.format
    },
  })
  return `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`
}

if (import.meta.main) {
  await mkdir(schemaFolder, { recursive: true })
  for (const [name, text] of Object.entries(schemaFiles())) await writeFile(join(schemaFolder, name), text)
}
