import { z } from 'zod'

const guid = z.guid('must be a GUID').toLowerCase()

const wholeNumber = (least: number, most: number, fallback: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(least, `must be at least ${least}`).max(most, `must be at most ${most}`))
    .default(fallback)

const endpoint = z
  .string()
  .refine(isEndpoint, 'must be an https URL without query')
  .transform((text) => text.replace(/\/+$/, ''))

const scope = z.string().regex(/^https:\/\/[a-z\d.-]+\/\.default$/i, 'must be https://{resource}/.default')

/** What `DefaultAzureCredential` may be narrowed to; it takes any case. */
const credentialNames = [
  'dev',
  'prod',
  'environmentcredential',
  'workloadidentitycredential',
  'managedidentitycredential',
  'visualstudiocodecredential',
  'azureclicredential',
  'azurepowershellcredential',
  'azuredeveloperclicredential',
]

const common = {
  /** For one answer of a service, its token included. */
  TIMEOUT_SECONDS: wholeNumber(1, 600, 30),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535, 8000),
}

const azureSchema = z
  .object({
    ...common,
    AZURE_OPENAI_ENDPOINT: endpoint,
    /** The name of the deployed model. */
    AZURE_OPENAI_DEPLOYMENT: z.string().min(1),
    /** Another one in other clouds. */
    AZURE_OPENAI_AUDIENCE: scope.default('https://cognitiveservices.azure.com/.default'),
    AZURE_CONTAINER_APPS_SESSION_POOL_ENDPOINT: endpoint,
    SESSION_POOL_AUDIENCE: scope.default('https://dynamicsessions.io/.default'),
    // What the Azure SDK reads from the environment itself; here it is only checked.
    AZURE_CLIENT_ID: guid.optional(),
    AZURE_TENANT_ID: guid.optional(),
    AZURE_CLIENT_SECRET: z.string().optional(),
    AZURE_TOKEN_CREDENTIALS: z
      .string()
      .refine((text) => credentialNames.includes(text.trim().toLowerCase()), 'must be prod, dev or one credential')
      .optional(),
  })
  .superRefine((env, context) => {
    if (env.AZURE_CLIENT_SECRET === undefined) return
    for (const name of ['AZURE_CLIENT_ID', 'AZURE_TENANT_ID'] as const) {
      if (env[name] !== undefined) continue
      context.addIssue({ code: 'custom', path: [name], message: 'is required beside AZURE_CLIENT_SECRET' })
    }
  })

interface Common {
  readonly timeoutMs: number
  readonly host: string
  readonly port: number
}

/** One of the two services. */
export interface ServiceSettings {
  /** Without a slash at its end. */
  readonly endpoint: string
  /** The scope of its tokens, which names its audience. */
  readonly scope: string
}

export interface AzureSettings extends Common {
  readonly mode: 'azure'
  readonly openAi: ServiceSettings & { readonly deployment: string }
  readonly sessionPool: ServiceSettings
}

/** Simulated answers; nothing is asked of any network. */
export interface DemoSettings extends Common {
  readonly mode: 'demo'
}

export type Settings = AzureSettings | DemoSettings

/** A setting is missing or wrong. The message names each one in a single line; it never repeats a value. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'
}

/**
 * Settings from environment variables. An empty variable counts as absent.
 * @throws {SettingsError}
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  )
  const flag = z.enum(['true', 'false'], 'must be true or false').default('false')
  const { DEMO_MODE } = parse(z.object({ DEMO_MODE: flag }), given)
  if (DEMO_MODE === 'true') return { mode: 'demo', ...commonSettings(parse(z.object(common), given)) }
  const env = parse(azureSchema, given)
  return {
    mode: 'azure',
    ...commonSettings(env),
    openAi: {
      endpoint: env.AZURE_OPENAI_ENDPOINT,
      deployment: env.AZURE_OPENAI_DEPLOYMENT,
      scope: env.AZURE_OPENAI_AUDIENCE,
    },
    sessionPool: { endpoint: env.AZURE_CONTAINER_APPS_SESSION_POOL_ENDPOINT, scope: env.SESSION_POOL_AUDIENCE },
  }
}

function commonSettings(env: { TIMEOUT_SECONDS: number; HOST: string; PORT: number }): Common {
  return { timeoutMs: env.TIMEOUT_SECONDS * 1000, host: env.HOST, port: env.PORT }
}

function parse<T>(schema: z.ZodType<T>, given: unknown): T {
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => `${issue.path[0]?.toString() ?? ''} ${whatIsWrong(issue)}`)
  throw new SettingsError(`Invalid settings: ${problems.join('; ')}`)
}

function whatIsWrong(issue: z.core.$ZodIssue): string {
  return issue.input === undefined && issue.code === 'invalid_type' ? 'is required' : issue.message
}

function isEndpoint(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, search, hash, username } = new URL(text)
  return protocol === 'https:' && search === '' && hash === '' && username === ''
}
