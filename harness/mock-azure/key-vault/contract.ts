import type { Save } from '../save.ts'

/** What an access policy may allow on secrets; `backup` and `restore` are not played. */
export type SecretPermission = 'get' | 'list' | 'set' | 'delete' | 'recover' | 'purge'

export interface AccessPolicy {
  /** Object ID of the principal, never its client ID. */
  readonly principalId: string
  readonly secrets: readonly SecretPermission[]
}

/** Why a vault refuses every authenticated caller, as `innererror.code` says it. */
export type VaultRefusal = 'ForbiddenByFirewall' | 'ForbiddenByConnection' | 'ForbiddenByPolicy'

export interface SecretSeed {
  /** 1 to 127 letters, digits and hyphens; the case does not matter. */
  readonly name: string
  readonly value: string
  readonly contentType?: string
  /** Default true. A disabled secret cannot be read. */
  readonly enabled?: boolean
  /** Seconds since the epoch. A read is answered before it all the same: the attribute only informs. */
  readonly notBefore?: number
  /** Seconds since the epoch. A read is answered after it all the same: the attribute only informs. */
  readonly expires?: number
  readonly tags?: Readonly<Record<string, string>>
}

export interface VaultSeed {
  /** `{name}.vault.azure.net` is its host. */
  readonly name: string
  readonly tenantId: string
  /** ARM ID, to which role assignments refer. */
  readonly resourceId: string
  /** Default `rbac`. */
  readonly authorization?: 'rbac' | 'access-policies'
  readonly accessPolicies?: readonly AccessPolicy[]
  /** Default: none. */
  readonly refusal?: VaultRefusal
  readonly secrets?: readonly SecretSeed[]
}

/** A vault as its owner sees it: no token needed, every change in force at once. */
export interface Vault {
  readonly name: string
  /** For example `https://contoso.vault.azure.net`. */
  readonly url: string
  refusal: VaultRefusal | undefined
  accessPolicies: readonly AccessPolicy[]
  /**
   * Adds a version, which is the current one from now on; returns its ID, 32 hexadecimal digits. A deleted secret comes
   * back with it.
   */
  setSecret(secret: SecretSeed): string
  /** Deletes it; for 90 days it can be recovered. Nothing happens where there is none. */
  deleteSecret(name: string): void
  /** The current version of each, in order of name. */
  listSecrets(): readonly SecretSeed[]
  readonly save: Save
}
