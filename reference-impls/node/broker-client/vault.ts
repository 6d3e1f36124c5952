import { SecretClient } from '@azure/keyvault-secrets'
import type { TokenCredential } from '@azure/identity'

import { AuthServerError } from './auth-server-credential.ts'

/** What may be shown of a secret: everything but its value. */
export interface SecretEntry {
  readonly name: string
  readonly enabled: boolean
  readonly updatedOn: Date | undefined
}

/** Lists what is in a vault. */
export interface Vault {
  list(): Promise<readonly SecretEntry[]>
}

/** Why the list cannot be shown; the message is for the person who reads the page. */
export class VaultFailure extends Error {
  override readonly name = 'VaultFailure'
  readonly status: 403 | 502 | 503 | 504
  readonly retryAfterSeconds: number | undefined

  constructor(status: VaultFailure['status'], message: string, cause: unknown, retryAfterSeconds?: number) {
    super(message, { cause })
    this.status = status
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/**
 * A vault by the SDK's own client, which asks the credential as it would ask any other.
 * @param timeoutMs for one list, tokens and retries included
 */
export function openVault(url: string, credential: TokenCredential, timeoutMs: number): Vault {
  const client = new SecretClient(url, credential)
  return {
    async list() {
      const entries: SecretEntry[] = []
      const abortSignal = AbortSignal.timeout(timeoutMs)
      try {
        for await (const { name, enabled, updatedOn } of client.listPropertiesOfSecrets({ abortSignal })) {
          entries.push({ name, enabled: enabled ?? true, updatedOn })
        }
      } catch (error) {
        throw failure(error, abortSignal)
      }
      return entries
    },
  }
}

function failure(error: unknown, { aborted }: AbortSignal): VaultFailure {
  if (error instanceof AuthServerError) {
    return new VaultFailure(503, error.message, error, error.retryAfterSeconds)
  }
  if (aborted) return new VaultFailure(504, 'The vault took too long to answer.', error)
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : undefined
  if (status === 403) {
    const fix = 'The identity of the token broker needs the role “Key Vault Secrets User” on it.'
    return new VaultFailure(403, `The vault refused access (403). ${fix}`, error)
  }
  if (status === 401) return new VaultFailure(502, 'The vault did not accept the token (401).', error)
  const said = status === undefined || Number.isNaN(status) ? '' : ` (${status})`
  return new VaultFailure(502, `The vault gave no answer that can be shown${said}.`, error)
}
