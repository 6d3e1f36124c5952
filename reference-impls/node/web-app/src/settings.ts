import { z } from 'zod'

import { readCertificate } from './entra/certificate.ts'
import type { CertificateCredential } from './entra/certificate.ts'

const guid = z.guid('must be a GUID').toLowerCase()
const text = z.string().min(1)

/** Where a bearer token or a code may travel: over TLS, or inside this machine. */
const safeUrl = z
  .url({ protocol: /^https?$/, error: 'must be an https URL' })
  .refine((url) => URL.canParse(url) && isSafe(new URL(url)), 'must be https; http is for localhost only')

const wholeNumber = (least: number, most: number, fallback: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(least, `must be at least ${least}`).max(most, `must be at most ${most}`))
    .default(fallback)

const flag = z
  .enum(['true', 'false'], 'must be true or false')
  .transform((value) => value === 'true')
  .default(false)

const credentialKinds = ['managed-identity', 'certificate', 'secret'] as const
type CredentialKind = (typeof credentialKinds)[number]

/** The variable that makes a kind of credential available. */
const credentialVariables = {
  'managed-identity': 'MANAGED_IDENTITY_CLIENT_ID',
  certificate: 'CLIENT_CERT_PATH',
  secret: 'CLIENT_SECRET',
} as const satisfies Record<CredentialKind, string>

/** README.md describes each setting. */
const environmentSchema = z.object({
  TENANT_ID: guid,
  CLIENT_ID: guid,
  CLIENT_CREDENTIAL: z.enum(credentialKinds, `must be one of ${credentialKinds.join(', ')}`).optional(),
  MANAGED_IDENTITY_CLIENT_ID: guid.optional(),
  CLIENT_CERT_PATH: text.optional(),
  CLIENT_CERT_THUMBPRINT: text.optional(),
  CLIENT_CERT_SEND_CHAIN: flag,
  CLIENT_SECRET: text.optional(),
  REDIRECT_URI: safeUrl
    .refine((url) => !/[?#]/.test(url), 'must have neither a query nor a fragment')
    .refine((url) => new URL(url).pathname !== '/', 'must have a path of its own, for example /getAToken')
    .optional(),
  POST_LOGOUT_REDIRECT_URI: safeUrl.optional(),
  RESPONSE_MODE: z.enum(['query', 'form_post'], 'must be query or form_post').default('query'),
  API_CLIENT_ID: guid.optional(),
  API_SCOPE: z
    .string()
    .regex(
      /^(api|https):\/\/[\x21\x23-\x5B\x5D-\x7E]+$/,
      'must be one scope, for example api://{client ID}/access_as_user',
    )
    .optional(),
  API_ENDPOINT: safeUrl.optional(),
  API_BASE_URL: safeUrl.optional(),
  API_TIMEOUT_SECONDS: wholeNumber(1, 300, 10),
  ENTRA_TIMEOUT_SECONDS: wholeNumber(1, 300, 10),
  SESSION_LIFETIME_SECONDS: wholeNumber(60, 30 * 86_400, 8 * 3600),
  SESSION_STORE_PATH: text.optional(),
  HOST: text.default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535, 5000),
})

type Environment = z.output<typeof environmentSchema>

/** How the app proves to Entra ID that it is itself. There is one way, and no other is tried when it fails. */
export type CredentialSettings =
  | { readonly kind: 'managed-identity'; readonly clientId: string }
  | CertificateCredential
  | { readonly kind: 'secret'; readonly secret: string }

export interface Settings {
  readonly tenantId: string
  readonly clientId: string
  readonly credential: CredentialSettings
  /** Registered for the app; its path is where the app expects the answer. */
  readonly redirectUri: string
  readonly postLogoutRedirectUri: string
  /** How the code comes back: in the address, or in a form that the browser posts. */
  readonly responseMode: 'query' | 'form_post'
  /** The delegated permission at the API, in full. */
  readonly apiScope: string
  readonly api: {
    /** The route that tells a token's claims. */
    readonly claimsUrl: string
    /** Where `/v1/profile` and `/v1/posts` are, without a slash at the end. Absent: the API has none. */
    readonly baseUrl: string | undefined
    readonly timeoutMs: number
  }
  readonly entraTimeoutMs: number
  readonly sessionLifetimeSeconds: number
  /** An SQLite file. Absent: sessions are forgotten at exit. */
  readonly sessionStorePath: string | undefined
  readonly host: string
  readonly port: number
}

/** A setting is missing or wrong. The message is one line that names each of them and never repeats a value. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'
}

/**
 * Settings from environment variables. An empty variable counts as absent.
 * @throws {SettingsError}
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.entries(environment).filter(([, value]) => value !== undefined && value !== '')
  const parsed = environmentSchema.safeParse(Object.fromEntries(given))
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${String(issue.path[0])}: ${whatIsWrong(issue)}`)
    throw new SettingsError(`Invalid settings: ${[...new Set(problems)].join('; ')}`)
  }
  const env = parsed.data
  const redirectUri = env.REDIRECT_URI ?? `http://localhost:${env.PORT}/getAToken`
  return {
    tenantId: env.TENANT_ID,
    clientId: env.CLIENT_ID,
    credential: credentialOf(env),
    redirectUri,
    postLogoutRedirectUri: env.POST_LOGOUT_REDIRECT_URI ?? `${new URL(redirectUri).origin}/`,
    responseMode: env.RESPONSE_MODE,
    apiScope: apiScopeOf(env),
    api: { ...apiOf(env), timeoutMs: env.API_TIMEOUT_SECONDS * 1000 },
    entraTimeoutMs: env.ENTRA_TIMEOUT_SECONDS * 1000,
    sessionLifetimeSeconds: env.SESSION_LIFETIME_SECONDS,
    sessionStorePath: env.SESSION_STORE_PATH,
    host: env.HOST,
    port: env.PORT,
  }
}

/** Configuration alone decides; where it leaves a choice, the app does not make one. */
function credentialOf(env: Environment): CredentialSettings {
  const available = credentialKinds.filter((kind) => env[credentialVariables[kind]] !== undefined)
  const kind = env.CLIENT_CREDENTIAL ?? (available.length === 1 ? available[0] : undefined)
  if (kind === undefined) {
    const names = (available.length === 0 ? credentialKinds : available).map((each) => credentialVariables[each])
    const problem = available.length === 0 ? `one of ${names.join(', ')} is required` : `${names.join(' and ')} are set`
    throw new SettingsError(`Invalid settings: CLIENT_CREDENTIAL: ${problem}; it says which one counts`)
  }
  switch (kind) {
    case 'managed-identity':
      return { kind, clientId: required(env, 'MANAGED_IDENTITY_CLIENT_ID') }
    case 'secret':
      return { kind, secret: required(env, 'CLIENT_SECRET') }
    case 'certificate':
      return certificateOf(env)
  }
}

function certificateOf(env: Environment): CertificateCredential {
  const path = required(env, 'CLIENT_CERT_PATH')
  const read = readCertificate(path, env.CLIENT_CERT_THUMBPRINT, env.CLIENT_CERT_SEND_CHAIN)
  if ('problem' in read) throw new SettingsError(`Invalid settings: ${read.setting}: ${read.problem}`)
  return read
}

function apiScopeOf(env: Environment): string {
  if (env.API_SCOPE !== undefined) return env.API_SCOPE
  if (env.API_CLIENT_ID !== undefined) return `api://${env.API_CLIENT_ID}/access_as_user`
  throw new SettingsError('Invalid settings: API_CLIENT_ID: is required, or API_SCOPE')
}

function apiOf(env: Environment): Pick<Settings['api'], 'claimsUrl' | 'baseUrl'> {
  const baseUrl = env.API_BASE_URL?.replace(/\/+$/, '')
  const claimsUrl = env.API_ENDPOINT ?? (baseUrl === undefined ? undefined : `${baseUrl}/api/claims`)
  if (claimsUrl === undefined) throw new SettingsError('Invalid settings: API_ENDPOINT: is required, or API_BASE_URL')
  return { claimsUrl, baseUrl }
}

function required(env: Environment, name: (typeof credentialVariables)[CredentialKind]): string {
  const value = env[name]
  if (value === undefined) throw new SettingsError(`Invalid settings: ${name}: is required by CLIENT_CREDENTIAL`)
  return value
}

function whatIsWrong(issue: z.core.$ZodIssue): string {
  return issue.input === undefined && issue.code === 'invalid_type' ? 'is required' : issue.message
}

function isSafe(url: URL): boolean {
  return url.protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
}
