/** What the API reads from its environment. */
export interface Settings {
  readonly tenantId: string
  readonly clientId: string
  readonly appIdUri: string
  /** `single`: the home tenant; `allow-list`: `allowedTenants`; `any`: every tenant of the cloud. */
  readonly tenants: 'single' | 'allow-list' | 'any'
  readonly allowedTenants: readonly string[]
  /** Empty: any client. */
  readonly allowedClients: readonly string[]
  readonly confidentialClientsOnly: boolean
  readonly allowedOrigins: readonly string[]
  readonly clockToleranceSeconds: number
  /** After that many seconds the key set is fetched again; the old one stays good if that fails. */
  readonly keysMaxAgeSeconds: number
  /** At most one fetch for unknown key ids in that many seconds. */
  readonly unknownKidPauseSeconds: number
  /** No fetch for that many milliseconds after one failed. */
  readonly failedFetchPauseMs: number
  readonly fetchTimeoutMs: number
  /** The web app's secret; nothing here needs it, but shared configuration is how it gets misused. */
  readonly clientSecret: string
}

export type Environment = Readonly<Record<string, string | undefined>>

function required(env: Environment, name: string): string {
  const value = env[name]
  if (value === undefined || value === '') throw new Error(`The setting ${name} is missing.`)
  return value
}

function list(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

function tenantMode(text: string | undefined): Settings['tenants'] {
  if (text === 'allow-list' || text === 'any') return text
  if (text === undefined || text === 'single') return 'single'
  throw new Error(`TENANTS is "${text}"; it is single, allow-list or any.`)
}

/** @throws when TENANT_ID or API_CLIENT_ID is missing */
export function readSettings(env: Environment): Settings {
  const clientId = required(env, 'API_CLIENT_ID')
  return {
    tenantId: required(env, 'TENANT_ID'),
    clientId,
    appIdUri: env['API_APP_ID_URI'] ?? `api://${clientId}`,
    tenants: tenantMode(env['TENANTS']),
    allowedTenants: list(env['ALLOWED_TENANTS']),
    allowedClients: list(env['ALLOWED_CLIENTS']),
    confidentialClientsOnly: env['CONFIDENTIAL_CLIENTS_ONLY'] === 'true',
    allowedOrigins: list(env['ALLOWED_ORIGINS']),
    clockToleranceSeconds: Number(env['CLOCK_TOLERANCE_SECONDS'] ?? 300),
    keysMaxAgeSeconds: Number(env['KEYS_MAX_AGE_SECONDS'] ?? 86_400),
    unknownKidPauseSeconds: Number(env['UNKNOWN_KID_PAUSE_SECONDS'] ?? 300),
    failedFetchPauseMs: Number(env['FAILED_FETCH_PAUSE_MS'] ?? 500),
    fetchTimeoutMs: Number(env['FETCH_TIMEOUT_MS'] ?? 500),
    clientSecret: env['CLIENT_SECRET'] ?? '',
  }
}
