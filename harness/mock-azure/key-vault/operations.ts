import type { Endpoint } from '../contract.ts'
import type { SecretPermission } from './contract.ts'

/** What a caller needs for an operation on secrets, in either of the two permission models. */
export interface Operation {
  readonly endpoint: Endpoint
  /** In an access policy. Source: https://learn.microsoft.com/azure/key-vault/secrets/about-secrets#secret-access-control */
  readonly permission: SecretPermission
  /** The data action that a role must hold, below `Microsoft.KeyVault/vaults/secrets/`. */
  readonly action: string
}

export const operations = {
  get: { endpoint: 'key-vault.secret.get', permission: 'get', action: 'getSecret/action' },
  list: { endpoint: 'key-vault.secret.list', permission: 'list', action: 'readMetadata/action' },
  versions: { endpoint: 'key-vault.secret.versions', permission: 'list', action: 'readMetadata/action' },
  set: { endpoint: 'key-vault.secret.set', permission: 'set', action: 'setSecret/action' },
  update: { endpoint: 'key-vault.secret.update', permission: 'set', action: 'update/action' },
  delete: { endpoint: 'key-vault.secret.delete', permission: 'delete', action: 'delete' },
  getDeleted: { endpoint: 'key-vault.deleted-secret.get', permission: 'get', action: 'readMetadata/action' },
  listDeleted: { endpoint: 'key-vault.deleted-secret.list', permission: 'list', action: 'readMetadata/action' },
  recover: { endpoint: 'key-vault.deleted-secret.recover', permission: 'recover', action: 'recover/action' },
  purge: { endpoint: 'key-vault.deleted-secret.purge', permission: 'purge', action: 'purge/action' },
} as const satisfies Record<string, Operation>

/**
 * Built-in roles with data actions on secrets, and which.
 * Source: https://learn.microsoft.com/azure/key-vault/general/rbac-guide#azure-built-in-roles-for-key-vault-data-plane-operations
 */
const roleActions: Readonly<Record<string, 'all' | readonly string[]>> = {
  'Key Vault Administrator': 'all',
  'Key Vault Secrets Officer': 'all',
  'Key Vault Secrets User': ['getSecret/action', 'readMetadata/action'],
  'Key Vault Reader': ['readMetadata/action'],
}

/** The roles any of which allows the operation. */
export function rolesFor({ action }: Operation): readonly string[] {
  return Object.entries(roleActions).flatMap(([role, actions]) =>
    actions === 'all' || actions.includes(action) ? [role] : [],
  )
}
