import type { JsonObject } from '../../json.ts'

/** A refusal of Key Vault; thrown inside the service, never leaves it. */
export class KeyVaultFailure extends Error {
  readonly status: 400 | 401 | 403 | 404 | 409
  readonly code: string
  /** `innererror.code`. */
  readonly inner: string | undefined
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: KeyVaultFailure['status'],
    code: string,
    message: string,
    more: { readonly inner?: string; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message)
    this.name = 'KeyVaultFailure'
    this.status = status
    this.code = code
    this.inner = more.inner
    this.headers = more.headers ?? {}
  }
}

/** The body of an error. Source: https://learn.microsoft.com/azure/key-vault/general/rest-error-codes */
export function errorBody({ code, message, inner }: KeyVaultFailure): JsonObject {
  return { error: { code, message, ...(inner === undefined ? {} : { innererror: { code: inner } }) } }
}

export function badParameter(message: string): KeyVaultFailure {
  return new KeyVaultFailure(400, 'BadParameter', message)
}

export function secretNotFound(name: string): KeyVaultFailure {
  const advice = 'If you recently deleted this secret you may be able to recover it using the correct recovery command.'
  const message = `A secret with (name/id) ${name} was not found in this key vault. ${advice}`
  return new KeyVaultFailure(404, 'SecretNotFound', message)
}

export function secretDisabled(): KeyVaultFailure {
  const message = 'Operation get is not allowed on a disabled secret.'
  return new KeyVaultFailure(403, 'Forbidden', message, { inner: 'SecretDisabled' })
}

export function deletedButRecoverable(name: string): KeyVaultFailure {
  const state = `Secret ${name} is currently in a deleted but recoverable state, and its name cannot be reused`
  const message = `${state}; in this state, the secret can only be recovered or purged.`
  return new KeyVaultFailure(409, 'Conflict', message, { inner: 'ObjectIsDeletedButRecoverable' })
}
