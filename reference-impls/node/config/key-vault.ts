import { failureReason, OddAnswer, Unusable } from './failure-reason.ts'

/** What a vault says of a secret. */
export interface Secret {
  readonly value: string | undefined
  readonly enabled: boolean
  /** A vault hands out a secret before and after its time all the same: these only inform. */
  readonly notBefore: Date | undefined
  readonly expires: Date | undefined
}

/** A vault from which secrets can be read, and nothing else. */
export interface Vault {
  /** The current version. Throws what the SDK throws. */
  getSecret(name: string, signal: AbortSignal): Promise<Secret>
}

/** @param url for example `https://contoso-vault.vault.azure.net` */
export type OpenVault = (url: string) => Promise<Vault>

/** A setting could not be had. One line: which setting, secret and vault, and why. It never holds a value. */
export class KeyVaultError extends Error {
  override readonly name = 'KeyVaultError'
}

/**
 * A vault as whoever this process is: in Azure its managed identity (`AZURE_CLIENT_ID` names a user-assigned one), on a
 * developer's machine the variables or the Azure CLI's account. The SDK sends a token only where the vault's own
 * challenge and the vault's host agree.
 * https://learn.microsoft.com/azure/key-vault/general/authentication-requests-and-responses
 */
export const openVault: OpenVault = async (url) => {
  // Imported here: they take longer to load than all the rest, and without a vault nothing of them is needed.
  const [{ DefaultAzureCredential }, { SecretClient }] = await Promise.all([
    import('@azure/identity'),
    import('@azure/keyvault-secrets'),
  ])
  const client = new SecretClient(url, new DefaultAzureCredential(), { retryOptions: { maxRetries: 3 } })
  return {
    async getSecret(name, abortSignal) {
      let status: number | undefined
      const onResponse = (answer: { readonly status: number }): void => {
        status = answer.status
      }
      try {
        const { value, properties } = await client.getSecret(name, { abortSignal, onResponse })
        const { enabled = true, notBefore, expiresOn } = properties
        return { value, enabled, notBefore, expires: expiresOn }
      } catch (error) {
        // An answer without the body that it should have is a TypeError to the SDK, whatever its status.
        throw error instanceof TypeError && status !== undefined ? new OddAnswer(status) : error
      }
    },
  }
}

/** A setting that a vault may hold. */
export interface VaultSetting {
  /** The variable it is where there is no vault. */
  readonly variable: string
  readonly secret: string
  /** What is wrong with a value, such as `must be a GUID`; undefined: nothing. */
  readonly check: (value: string) => string | undefined
}

export interface ReadOptions {
  readonly url: string
  /** For all of it: tokens, retries, answers. */
  readonly timeoutMs: number
  readonly open: OpenVault
}

/**
 * Reads settings, by variable, from the current versions of their secrets. A secret that is disabled, expired, not yet
 * valid, empty or malformed counts as none: nobody would find out from a service that runs on what its owner withdrew.
 * @throws {KeyVaultError}
 */
export async function readSettings(
  settings: readonly VaultSetting[],
  { url, timeoutMs, open }: ReadOptions,
): Promise<Readonly<Record<string, string>>> {
  const signal = AbortSignal.timeout(timeoutMs)
  // Opened for the first of them: whatever goes wrong has a setting to be named by.
  const vault = open(url)
  const values: Record<string, string> = {}
  for (const { variable, secret, check } of settings) {
    try {
      // Raced: what gets tokens within the SDK does not look at the signal everywhere.
      const found = await Promise.race([(await vault).getSecret(secret, signal), aborted(signal)])
      values[variable] = usable(found, check)
    } catch (error) {
      const why = signal.aborted ? `no answer within ${timeoutMs / 1000} s` : failureReason(error)
      throw new KeyVaultError(`${variable}: secret ${secret} of ${new URL(url).host}: ${why}`, { cause: error })
    }
  }
  return values
}

function usable({ value = '', enabled, notBefore, expires }: Secret, check: VaultSetting['check']): string {
  const now = new Date()
  const text = value.trim()
  const states = [
    enabled ? undefined : 'it is disabled',
    expires !== undefined && expires <= now ? 'it has expired' : undefined,
    notBefore !== undefined && notBefore > now ? 'it is not valid yet' : undefined,
    text === '' ? 'it is empty' : check(text),
  ]
  const problem = states.find((state) => state !== undefined)
  if (problem !== undefined) throw new Unusable(problem)
  return text
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true })
  })
}
