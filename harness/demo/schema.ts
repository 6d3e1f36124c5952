import { z } from 'zod'

import { identitySources } from '../mock-command/identity-source.ts'

const partName = z.string().regex(/^[a-z][a-z0-9-]*$/, 'small letters, digits and hyphens')
const line = z
  .string()
  .min(1)
  .regex(/^[^\n]*$/, 'one line')
const path = z.string().min(1)

const partSchema = z.strictObject({
  name: partName.describe('What its output and its placeholders are called by.'),
  command: z
    .union([z.string().min(1), z.array(z.string()).min(1)])
    .describe(
      'The program and its arguments; no shell takes part. It finds its port in PORT. Placeholders are filled.',
    ),
  cwd: path.default('.').describe("Relative to this file's folder."),
  port: z
    .int()
    .min(1024)
    .max(65_535)
    .describe('Where it listens when a person starts the demo; tests take a free port instead.'),
  ready: z.string().startsWith('/').default('/health').describe('It is up once this path answers below 500.'),
  timeoutSeconds: z.number().positive().default(30).describe('For how long it may come up.'),
  env: z
    .record(z.string().regex(/^[A-Za-z_]\w*$/, 'the name of an environment variable'), z.coerce.string())
    .default({})
    .describe(
      'Its own settings; placeholders are filled. Besides them it gets what leads SDKs to the cloud (proxy, trusted CA, ' +
        "managed identity), and nothing of the seed's environment: name that with ${env.NAME}.",
    ),
})

/**
 * A system to click through, as `demo.yaml` beside its implementation writes it down. The same file starts it for a
 * person (`entra-conformance demo`) and for its test in a browser (`startDemo`).
 *
 * Placeholders, in `command`, `env`, `open`, `try`, `redirectUris` and in every text of a seed that is written here (a
 * seed in a file is taken as it is):
 *
 * - `${url.PART}`: `http://localhost:PORT` of a part, without a slash at its end; every part's port is chosen before
 *   anything starts, so parts may name each other, and themselves
 * - `${port.PART}`: its port
 * - `${secret.NAME}`: a random text (43 characters, base64url), the same wherever the name is used in one run
 * - `${dataDir}`: an empty folder, removed at the end
 * - `${env.NAME}` (not in the seed): a variable of the cloud: the seed's `environment`, what `newCertificate` sets
 *   (`CLIENT_CERT_PATH`…), and what `entra-conformance mock` would show
 *
 * Inside YAML's `{ … }` and `[ … ]` a placeholder wants quotes.
 */
export const demoSchema = z.strictObject({
  title: line,
  description: line.describe('What it shows, in one line.'),
  seed: z
    .union([path, z.record(z.string(), z.unknown())])
    .default('../../../harness/seed/default.seed.yaml')
    .describe(
      "What is in the cloud: a file, relative to this one's folder, or the seed itself (docs/schemas/seed.schema.json).",
    ),
  redirectUris: z
    .record(z.guid(), z.array(z.string()).min(1))
    .default({})
    .describe("Web redirect URIs to add to the seed's apps, by client ID, e.g. ${url.web}/getAToken."),
  identity: z.enum(identitySources).default('app-service').describe('How the parts find their managed identity.'),
  needs: z
    .array(
      z.strictObject({
        file: path.describe("Relative to this file's folder."),
        fix: line.describe('How a person gets it, e.g. "Run reference-impls/python/setup.sh".'),
      }),
    )
    .default([])
    .describe('Files that must be there before anything starts, such as the Python environment.'),
  parts: z
    .array(partSchema)
    .min(1)
    .describe('Started in this order, each once the one before is ready; ended in reverse.'),
  signIn: z.boolean().default(true).describe('People sign in there. False: nobody does, and any browser will do.'),
  open: z.string().min(1).describe('The page that a person opens, e.g. ${url.web}/.'),
  try: z.array(line).min(1).describe('What a person should do there, one step a line.'),
})

export type Demo = z.infer<typeof demoSchema>
export type DemoPart = Demo['parts'][number]
