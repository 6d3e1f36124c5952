import { z } from 'zod'

export const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

const routePattern = new RegExp(`^(${methods.join('|')}) (/\\S*)$`)

/** `GET /api/claims`: the key of a route. */
export const routeKeySchema = z.string().regex(routePattern, 'a route is "METHOD /path", for example "GET /api/claims"')

export const launchSchema = z.union([
  z.string().min(1),
  z.strictObject({
    command: z
      .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
      .describe('Split as a shell splits words; no shell runs.'),
    ready: z
      .string()
      .startsWith('/')
      .default('/')
      .describe('Path that answers below 500 once the target is up. Default `/`.'),
    port: z
      .int()
      .min(1)
      .max(65535)
      .optional()
      .describe('Default: a free port. It reaches the target as `PORT` and as `${port}`.'),
    cwd: z
      .string()
      .optional()
      .describe("Working directory, relative to the config file. Default: the config file's folder."),
    timeoutSeconds: z.number().positive().max(600).default(30).describe('Default 30.'),
  }),
])
export type LaunchConfig = z.output<typeof launchSchema>

export const envSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
export type EnvConfig = z.output<typeof envSchema>

const nameSchema = z.string().optional().describe("Shown in reports. Default: the config file's folder.")

export const restartableSchema = z
  .boolean()
  .default(true)
  .describe(
    'Default true. `false`, for targets that are slow to start: all cases share one instance, and those that need one of their own do not apply.',
  )

export const healthSchema = z
  .string()
  .startsWith('/')
  .default('/health')
  .describe('Says whether it is well. Default `/health`.')

/** What every client-side system has. */
export const systemParts = {
  name: nameSchema,
  launch: launchSchema.describe('Starts the target as a process.'),
  env: envSchema.default({}).describe("The target's own settings. Values may hold `${variable}`."),
  health: healthSchema,
  restartable: restartableSchema,
} as const

/** A page: its path; or how its form is sent, where it changes something and therefore takes a POST. */
export const pageSchema = z.union([
  z.string().startsWith('/'),
  z.strictObject({
    path: z.string().startsWith('/'),
    form: z.string().startsWith('/').describe('The page that holds the form which posts to `path`.'),
  }),
])

export const pathSchema = z.string().startsWith('/')

/** Where a managed identity's tokens come from, as the target supports it. */
export const sourcesSchema = z
  .array(z.enum(['imds', 'app-service', 'azure-ml', 'cloud-shell', 'service-fabric', 'arc']))
  .min(1)
  .refine(([usual]) => usual !== 'arc', 'arc cannot be the usual one: each of its tokens takes two requests')
  .default(['app-service', 'imds'])
  .describe('Managed identity sources to try; the first is the usual one. Default `app-service`, `imds`.')
