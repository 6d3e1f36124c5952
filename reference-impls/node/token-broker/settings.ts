import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { createSecureContext } from 'node:tls'

import { z } from 'zod'

import { isScope } from './scopes.ts'

const guid = z.guid('must be a GUID').toLowerCase()

const wholeNumber = (least: number, most: number, fallback: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(least, `must be at least ${least}`).max(most, `must be at most ${most}`))
    .default(fallback)

const flag = z
  .enum(['true', 'false'], 'must be true or false')
  .transform((text) => text === 'true')
  .default(false)

/** What a header can carry; long enough that nobody guesses it. `openssl rand -base64 32` gives 44 characters. */
const secretPattern = /^[\x21-\x7e]{32,512}$/
const secretRule = 'must be 32 or more printable characters without spaces, such as openssl rand -base64 32 gives'

const scopes = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ''))
  .pipe(z.array(z.string().refine(isScope, 'must be scopes such as https://vault.azure.net/.default')).min(1))

const environmentSchema = z.object({
  AZD_AUTH_SECRET: z.string().regex(secretPattern, secretRule).optional(),
  /** Instead of the secret itself: a file that holds it, such as a mounted Docker or Kubernetes secret. */
  AZD_AUTH_SECRET_FILE: z.string().optional(),
  /** Separated by commas. Callers get tokens for these and nothing else. */
  ALLOWED_SCOPES: scopes,
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535, 8080),
  /** PEM files; both or neither. */
  TLS_CERT_FILE: z.string().optional(),
  TLS_KEY_FILE: z.string().optional(),
  /** Without TLS it listens beyond the machine only if this says that the network can be trusted. */
  ALLOW_PLAIN_HTTP: flag,
  /** How long a caller waits for a token that has to be fetched first. */
  TIMEOUT_SECONDS: wholeNumber(1, 120, 10),
  // What the Azure SDK reads from the environment itself; here it is only checked.
  AZURE_CLIENT_ID: guid.optional(),
  AZURE_TENANT_ID: guid.optional(),
  AZURE_CLIENT_SECRET: z.string().optional(),
})

export interface Settings {
  readonly secret: string
  readonly allowedScopes: ReadonlySet<string>
  readonly host: string
  readonly port: number
  /** Undefined: plain http. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined
  readonly timeoutMs: number
}

/** A setting is missing or wrong. The message names each one in a single line; it never repeats a value. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'

  constructor(problems: readonly string[]) {
    super(`Invalid settings: ${problems.join('; ')}`)
  }
}

/**
 * Settings from environment variables. An empty variable counts as absent.
 * @throws {SettingsError}
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = environmentSchema.safeParse(given)
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path[0]?.toString() ?? ''} ${whatIsWrong(issue)}`)
    throw new SettingsError([...new Set(problems)])
  }
  const env = parsed.data
  for (const name of ['AZURE_CLIENT_ID', 'AZURE_TENANT_ID'] as const) {
    if (env.AZURE_CLIENT_SECRET === undefined || env[name] !== undefined) continue
    throw new SettingsError([`${name} is required beside AZURE_CLIENT_SECRET`])
  }
  const tls = readTls(env.TLS_CERT_FILE, env.TLS_KEY_FILE)
  if (tls === undefined && !env.ALLOW_PLAIN_HTTP && !isLoopback(env.HOST)) {
    throw new SettingsError([
      'HOST is no loopback address: set TLS_CERT_FILE and TLS_KEY_FILE, or ALLOW_PLAIN_HTTP=true on a private network',
    ])
  }
  return {
    secret: readSecret(env.AZD_AUTH_SECRET, env.AZD_AUTH_SECRET_FILE),
    allowedScopes: new Set(env.ALLOWED_SCOPES),
    host: env.HOST,
    port: env.PORT,
    tls,
    timeoutMs: env.TIMEOUT_SECONDS * 1000,
  }
}

function readSecret(secret: string | undefined, file: string | undefined): string {
  if (secret !== undefined && file !== undefined) {
    throw new SettingsError(['AZD_AUTH_SECRET and AZD_AUTH_SECRET_FILE exclude each other'])
  }
  if (secret !== undefined) return secret
  if (file === undefined) throw new SettingsError(['AZD_AUTH_SECRET is required'])
  const read = readFile('AZD_AUTH_SECRET_FILE', file).trim()
  if (!secretPattern.test(read)) throw new SettingsError([`AZD_AUTH_SECRET_FILE: what it holds ${secretRule}`])
  return read
}

function readTls(certFile: string | undefined, keyFile: string | undefined): Settings['tls'] {
  if (certFile === undefined && keyFile === undefined) return undefined
  if (certFile === undefined) throw new SettingsError(['TLS_CERT_FILE is required beside TLS_KEY_FILE'])
  if (keyFile === undefined) throw new SettingsError(['TLS_KEY_FILE is required beside TLS_CERT_FILE'])
  const cert = readFile('TLS_CERT_FILE', certFile)
  const key = readFile('TLS_KEY_FILE', keyFile)
  attempt('TLS_CERT_FILE must be a certificate, PEM', () => new X509Certificate(cert))
  attempt('TLS_KEY_FILE must be the private key of the certificate, PEM', () => createSecureContext({ cert, key }))
  return { cert, key }
}

function readFile(name: string, file: string): string {
  return attempt(`${name} cannot be read`, () => readFileSync(file, 'utf8'))
}

function attempt<T>(problem: string, action: () => T): T {
  try {
    return action()
  } catch {
    throw new SettingsError([problem])
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

function whatIsWrong(issue: z.core.$ZodIssue): string {
  return issue.input === undefined && issue.code === 'invalid_type' ? 'is required' : issue.message
}
