import { readFileSync } from 'node:fs'

import { z } from 'zod'

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

const origin = (protocols: readonly string[], message: string) =>
  z
    .string()
    .refine((text) => {
      if (!URL.canParse(text)) return false
      const { protocol, pathname, search, hash, username } = new URL(text)
      return protocols.includes(protocol) && pathname === '/' && `${search}${hash}${username}` === ''
    }, message)
    .transform((text) => new URL(text).origin)

const environmentSchema = z.object({
  AUTH_SERVER_URL: origin(['http:', 'https:'], 'must be an http or https URL without a path'),
  AZD_AUTH_SECRET: z.string().optional(),
  /** Instead of the secret itself: a file that holds it. */
  AZD_AUTH_SECRET_FILE: z.string().optional(),
  /** The shared secret goes to another machine in clear text only if this says that the network can be trusted. */
  ALLOW_PLAIN_HTTP: flag,
  AZURE_KEY_VAULT_URL: origin(['https:'], 'must be an https URL without a path'),
  /** For one page, the broker and the vault together. */
  TIMEOUT_SECONDS: wholeNumber(1, 300, 30),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535, 3000),
})

export interface Settings {
  readonly authServerUrl: string
  readonly secret: string
  readonly vaultUrl: string
  readonly timeoutMs: number
  readonly host: string
  readonly port: number
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
    throw new SettingsError(
      parsed.error.issues.map((issue) => `${issue.path[0]?.toString() ?? ''} ${whatIsWrong(issue)}`),
    )
  }
  const env = parsed.data
  const { protocol, hostname } = new URL(env.AUTH_SERVER_URL)
  if (protocol === 'http:' && !env.ALLOW_PLAIN_HTTP && !/^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname)) {
    throw new SettingsError([
      'AUTH_SERVER_URL must be https beyond this machine, or set ALLOW_PLAIN_HTTP=true on a private network',
    ])
  }
  return {
    authServerUrl: env.AUTH_SERVER_URL,
    secret: readSecret(env.AZD_AUTH_SECRET, env.AZD_AUTH_SECRET_FILE),
    vaultUrl: env.AZURE_KEY_VAULT_URL,
    timeoutMs: env.TIMEOUT_SECONDS * 1000,
    host: env.HOST,
    port: env.PORT,
  }
}

function readSecret(secret: string | undefined, file: string | undefined): string {
  if (secret !== undefined && file !== undefined) {
    throw new SettingsError(['AZD_AUTH_SECRET and AZD_AUTH_SECRET_FILE exclude each other'])
  }
  if (file !== undefined) {
    try {
      return headerValue('AZD_AUTH_SECRET_FILE', readFileSync(file, 'utf8').trim())
    } catch (error) {
      throw error instanceof SettingsError ? error : new SettingsError(['AZD_AUTH_SECRET_FILE cannot be read'])
    }
  }
  if (secret === undefined) throw new SettingsError(['AZD_AUTH_SECRET is required'])
  return headerValue('AZD_AUTH_SECRET', secret)
}

function headerValue(name: string, secret: string): string {
  if (/^[\x21-\x7e]+$/.test(secret)) return secret
  throw new SettingsError([`${name} must be printable characters without spaces`])
}

function whatIsWrong(issue: z.core.$ZodIssue): string {
  return issue.input === undefined && issue.code === 'invalid_type' ? 'is required' : issue.message
}
