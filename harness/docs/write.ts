import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { z } from 'zod'

import { configurationReference } from '../config/reference.ts'
import { configSchema } from '../config/schema.ts'
import { demoSchema } from '../demo/schema.ts'
import { seedSchema } from '../seed/schema.ts'
import { resultsSchema } from '../verdict.ts'

/** The folder of the published documents. */
export const docsFolder = join(import.meta.dirname, '../../docs')

/**
 * The documents that are generated, by their path under `docs/`: the JSON Schemas (draft 7: what editors read for YAML)
 * and the reference of the settings. `npm run docs` writes them.
 *
 * A configuration is described as it is written, with defaults left out. Results may hold more members than the
 * schema names, so that a reader of today's results can read tomorrow's.
 */
export function generatedDocs(): Readonly<Record<string, string>> {
  return {
    'schemas/demo.schema.json': asJsonSchema(demoSchema, 'System to click through: entra-conformance demo'),
    'schemas/config.schema.json': asJsonSchema(configSchema, 'Configuration of entra-conformance'),
    'schemas/results.schema.json': asJsonSchema(resultsSchema, 'results.json of entra-conformance'),
    'schemas/seed.schema.json': asJsonSchema(seedSchema, 'Seed of entra-conformance mock'),
    'configuration.md': configurationReference(),
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
  for (const [name, text] of Object.entries(generatedDocs())) {
    const file = join(docsFolder, name)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  }
}
