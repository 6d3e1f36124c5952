import { z } from 'zod'

import type { Environment } from '../config/env-file.ts'
import { loadEnvironment, SourceError } from '../config/load-environment.ts'
import type { LoadOptions } from '../config/load-environment.ts'

const guid = z.guid('must be a GUID').toLowerCase()

/** A comma-separated list; blanks around the items and empty items are dropped. */
const list = <T extends z.ZodType<unknown, string>>(item: T) =>
  z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .pipe(z.array(item))

const wholeNumber = (unit: string, most: number, fallback: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number${unit}`)
    .transform(Number)
    .pipe(z.number().max(most, `must be at most ${most}`))
    .default(fallback)

const seconds = (fallback: number, most: number) => wholeNumber(' of seconds', most, fallback)

const flag = z
  .enum(['true', 'false'], 'must be true or false')
  .transform((text) => text === 'true')
  .default(false)

const appIdUri = z
  .string()
  .regex(/^(api|https):\/\/[^\s"\\]+$/, 'must be an application ID URI, for example api://{client ID}')
const scopeName = z.string().regex(/^[\x21\x23-\x5B\x5D-\x7E]+$/, 'must be one scope name (RFC 6749 section 3.3)')
const origin = z.string().refine(isOrigin, 'must be an origin such as https://app.example, without a path')

/** Every setting, by its variable; `loadConfig` fills some of them from a key vault. */
const environmentSchema = z.object({
  /** The tenant the API is registered in. */
  AZURE_TENANT_ID: guid,
  /** The API's application (client) ID. */
  AZURE_API_CLIENT_ID: guid,
  /** Default `api://{AZURE_API_CLIENT_ID}`. */
  API_APP_ID_URI: appIdUri.optional(),
  /** Token versions accepted: `1.0`, `2.0` or both. It must follow the registration's requestedAccessTokenVersion. */
  TOKEN_VERSIONS: list(z.enum(['1.0', '2.0'], 'must be 1.0, 2.0 or both'))
    .refine((versions) => versions.length > 0, 'must be 1.0, 2.0 or both')
    .prefault('2.0'),
  /** Empty: the home tenant alone. `*`: any work or school tenant. Else tenant IDs besides the home tenant. */
  ALLOWED_TENANTS: z.union([z.literal('*'), list(guid)]).prefault(''),
  /** Client IDs that may call. Empty: any client the tenant has granted a permission. */
  ALLOWED_CLIENTS: list(guid).prefault(''),
  /** Refuse public clients (azpacr or appidacr 0). */
  CONFIDENTIAL_CLIENTS_ONLY: flag,
  /** The delegated permission (scope) every user's call needs. */
  REQUIRED_SCOPE: scopeName.default('access_as_user'),
  /** The authentication context the step-up route asks for, for example `c1`. Absent: the route asks for none. */
  REQUIRED_ACRS: z
    .string()
    .regex(/^c([1-9]|[1-9]\d)$/, 'must be an authentication context, c1 to c99')
    .optional(),
  /** Allowance for clocks that differ. */
  CLOCK_TOLERANCE_SECONDS: seconds(300, 3600),
  /** Origins whose pages may call. Empty: none. */
  ALLOWED_ORIGINS: list(origin).prefault(''),
  CORS_CREDENTIALS: flag,
  /** Keys older than this are never used. */
  KEY_MAX_AGE_SECONDS: seconds(86_400, 7 * 86_400),
  /** Keys older than this are fetched again while the old ones still serve. */
  KEY_REFRESH_SECONDS: seconds(3600, 86_400),
  /** An unknown key ID causes at most one fetch in this time. */
  KEY_REFETCH_INTERVAL_SECONDS: seconds(300, 86_400),
  /** How long one fetch of keys may take. */
  KEY_FETCH_TIMEOUT_SECONDS: seconds(3, 60),
  /** An SQLite file, or `:memory:`, which forgets everything at exit. */
  DATABASE_PATH: z.string().min(1).default(':memory:'),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: wholeNumber('', 65_535, 8000),
})

export interface Config {
  readonly tenantId: string
  readonly clientId: string
  readonly appIdUri: string
  readonly tokenVersions: readonly ('1.0' | '2.0')[]
  /** `any`, or every tenant whose tokens are accepted, the home tenant among them. */
  readonly tenants: 'any' | readonly string[]
  /** Empty: any. */
  readonly allowedClients: readonly string[]
  readonly confidentialClientsOnly: boolean
  readonly requiredScope: string
  readonly requiredAcrs: string | undefined
  readonly clockToleranceSeconds: number
  readonly cors: { readonly origins: readonly string[]; readonly credentials: boolean }
  readonly keys: KeySettings
  readonly databasePath: string
  readonly host: string
  readonly port: number
  /** Set when it runs on other values than those it was told to use: why. `/health` says so. */
  readonly degraded: string | undefined
}

/** All in seconds; see the settings of the same name. */
export interface KeySettings {
  readonly maxAge: number
  readonly refresh: number
  readonly refetchInterval: number
  readonly fetchTimeout: number
}

/** A setting is missing or wrong. The message names each one; it never repeats a value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** What a key vault holds where there is one. Names of secrets cannot hold underscores. */
const vaultSettings = [
  { variable: 'AZURE_TENANT_ID', secret: 'azure-tenant-id', check: guidProblem },
  { variable: 'AZURE_API_CLIENT_ID', secret: 'azure-api-client-id', check: guidProblem },
] as const

function guidProblem(text: string): string | undefined {
  return guid.safeParse(text).success ? undefined : 'it must be a GUID'
}

/**
 * Settings from environment variables, a `.env` file and, with `AZURE_KEY_VAULT_URL`, a key vault. Audience, issuers and
 * key sets follow from what they say, wherever it is from.
 * @throws {ConfigError}
 */
export async function loadConfig(
  given: Environment,
  options: Omit<LoadOptions, 'vaultSettings'> & { readonly load?: typeof loadEnvironment },
): Promise<Config> {
  const { load = loadEnvironment, ...rest } = options
  try {
    const { environment, degraded } = await load(given, { ...rest, vaultSettings })
    return { ...readConfig(environment), degraded }
  } catch (error) {
    throw error instanceof SourceError ? invalid([error.message], error) : error
  }
}

/**
 * Settings from environment variables. An empty variable counts as absent.
 * @throws {ConfigError}
 */
export function readConfig(environment: Environment): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = environmentSchema.safeParse(given)
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path[0]?.toString() ?? ''}: ${whatIsWrong(issue)}`)
    throw invalid(problems)
  }
  const env = parsed.data
  return {
    tenantId: env.AZURE_TENANT_ID,
    clientId: env.AZURE_API_CLIENT_ID,
    appIdUri: env.API_APP_ID_URI ?? `api://${env.AZURE_API_CLIENT_ID}`,
    tokenVersions: env.TOKEN_VERSIONS,
    tenants: env.ALLOWED_TENANTS === '*' ? 'any' : [...new Set([env.AZURE_TENANT_ID, ...env.ALLOWED_TENANTS])],
    allowedClients: env.ALLOWED_CLIENTS,
    confidentialClientsOnly: env.CONFIDENTIAL_CLIENTS_ONLY,
    requiredScope: env.REQUIRED_SCOPE,
    requiredAcrs: env.REQUIRED_ACRS,
    clockToleranceSeconds: env.CLOCK_TOLERANCE_SECONDS,
    cors: { origins: env.ALLOWED_ORIGINS, credentials: env.CORS_CREDENTIALS },
    keys: {
      maxAge: env.KEY_MAX_AGE_SECONDS,
      refresh: env.KEY_REFRESH_SECONDS,
      refetchInterval: env.KEY_REFETCH_INTERVAL_SECONDS,
      fetchTimeout: env.KEY_FETCH_TIMEOUT_SECONDS,
    },
    databasePath: env.DATABASE_PATH,
    host: env.HOST,
    port: env.PORT,
    degraded: undefined,
  }
}

function invalid(problems: readonly string[], cause?: unknown): ConfigError {
  return new ConfigError(`Invalid settings\n${problems.map((line) => `  ${line}`).join('\n')}`, { cause })
}

function whatIsWrong(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_union') return 'must be * or a comma-separated list of GUIDs'
  return issue.input === undefined && issue.code === 'invalid_type' ? 'is required' : issue.message
}

/** True for `https://host[:port]` exactly as a browser writes it in `Origin`. */
function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text
}
