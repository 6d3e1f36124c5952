import { z } from 'zod'

import { type Environment, withEnvFile } from './env-file.ts'
import { KeyVaultError, openVault, type OpenVault, readSettings, type VaultSetting } from './key-vault.ts'

export interface LoadOptions {
  readonly vaultSettings: readonly VaultSetting[]
  /** Default `.env` in the working directory. */
  readonly envFile?: string
  /** Default: the vault, by managed identity. */
  readonly openVault?: OpenVault
  /** For the one warning there is. */
  readonly log: (message: string) => void
}

export interface LoadedEnvironment {
  /** Every setting by its variable, wherever it is from. */
  readonly environment: Environment
  /** Set when it runs on other values than those it was told to use: why. */
  readonly degraded: string | undefined
}

/** A setting of the sources themselves is wrong, or a source cannot be had. One line. */
export class SourceError extends Error {
  override readonly name = 'SourceError'
}

const vaultHost = /^https:\/\/[\da-z-]{3,24}\.vault\.(azure\.net|azure\.cn|usgovcloudapi\.net)\/?$/i

const sourceSchema = z.object({
  /** A token for Key Vault goes to Key Vault: any other host is a mistake, or worse. */
  AZURE_KEY_VAULT_URL: z.string().regex(vaultHost, 'must be the address of a vault, https://{name}.vault.azure.net'),
  /** What a vault that cannot be read means: no start, or a start with the environment's values and a warning. */
  KEY_VAULT_FAILURE: z.enum(['fail', 'environment'], 'must be fail or environment').default('fail'),
  KEY_VAULT_TIMEOUT_SECONDS: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, 'must be a whole number of seconds up to 999')
    .transform(Number)
    .default(30),
})

/**
 * Settings from the environment and a `.env` file; with `AZURE_KEY_VAULT_URL`, those that the vault is there for come
 * from the vault, and what the environment says of them counts for nothing. Without it, nobody is asked anything.
 * @throws {SourceError}
 */
export async function loadEnvironment(given: Environment, options: LoadOptions): Promise<LoadedEnvironment> {
  const environment = withEnvFile(given, options.envFile ?? '.env')
  if ((environment['AZURE_KEY_VAULT_URL'] ?? '') === '') return { environment, degraded: undefined }
  const source = readSource(environment)
  const { AZURE_KEY_VAULT_URL: url, KEY_VAULT_FAILURE: onFailure, KEY_VAULT_TIMEOUT_SECONDS: seconds } = source
  try {
    const { vaultSettings, openVault: open = openVault } = options
    const fromVault = await readSettings(vaultSettings, { url, timeoutMs: seconds * 1000, open })
    return { environment: { ...environment, ...fromVault }, degraded: undefined }
  } catch (error) {
    if (!(error instanceof KeyVaultError)) throw error
    if (onFailure === 'fail') throw new SourceError(error.message, { cause: error })
    const names = options.vaultSettings.map(({ variable }) => variable).join(' and ')
    options.log(`warning: ${error.message}; ${names} are those of the environment (KEY_VAULT_FAILURE=environment)`)
    return { environment, degraded: 'the key vault could not be read; settings are those of the environment' }
  }
}

function readSource(environment: Environment): z.output<typeof sourceSchema> {
  const set = Object.entries(environment).filter(([, value]) => value !== undefined && value !== '')
  const parsed = sourceSchema.safeParse(Object.fromEntries(set))
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new SourceError(problems.join('; '))
}
