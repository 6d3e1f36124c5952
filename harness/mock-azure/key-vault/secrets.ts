import type { JsonObject } from '../../json.ts'
import { deletedBundle, secretBundle, secretItem, versionItem } from './bundles.ts'
import type { Vault } from './contract.ts'
import { deletedButRecoverable, secretDisabled, secretNotFound } from './errors.ts'
import { page } from './page.ts'
import { readChange, readSecret } from './secret-input.ts'
import type { SecretStore } from './secret-store.ts'

/** A vault and the store behind it: what its owner changes, the service sees at once. */
export interface VaultState extends Vault {
  readonly tenantId: string
  readonly resourceId: string
  readonly authorization: 'rbac' | 'access-policies'
  readonly secrets: SecretStore
}

/** A request to a vault that may go on. `name` and `version` are segments of its path, in the case they came in. */
interface SecretRequest {
  readonly state: VaultState
  readonly url: URL
  readonly body: string
  readonly name: string
  readonly version: string | undefined
}

/**
 * One operation: the JSON of its answer; undefined answers 204.
 * @throws {KeyVaultFailure} when it is refused
 */
export type Answer = (request: SecretRequest) => JsonObject | undefined

export const get: Answer = ({ state, name, version }) => {
  const secret = state.secrets.find(name, version)
  if (secret === undefined) throw secretNotFound(version === undefined ? name : `${name}/${version}`)
  if (!secret.enabled) throw secretDisabled()
  return secretBundle(state.url, secret)
}

export const list: Answer = ({ state, url }) =>
  page(
    url,
    state.secrets.list().map((secret) => secretItem(state.url, secret)),
  )

export const versions: Answer = ({ state, url, name }) => {
  const all = state.secrets.versions(name)
  if (all.length === 0) throw secretNotFound(name)
  return page(
    url,
    all.map((secret) => versionItem(state.url, secret)),
  )
}

export const set: Answer = ({ state, name, body }) => {
  const secret = readSecret(name, body)
  if (state.secrets.findDeleted(name) !== undefined) throw deletedButRecoverable(name)
  return secretBundle(state.url, state.secrets.set(secret))
}

export const update: Answer = ({ state, name, version, body }) => {
  const secret = state.secrets.update(name, version, readChange(body))
  if (secret === undefined) throw secretNotFound(name)
  return versionItem(state.url, secret)
}

export const remove: Answer = ({ state, name }) => {
  const deleted = state.secrets.delete(name)
  if (deleted === undefined) throw secretNotFound(name)
  return deletedBundle(state.url, deleted)
}

export const listDeleted: Answer = ({ state, url }) =>
  page(
    url,
    state.secrets.listDeleted().map((deleted) => deletedBundle(state.url, deleted)),
  )

export const getDeleted: Answer = ({ state, name }) => {
  const deleted = state.secrets.findDeleted(name)
  if (deleted === undefined) throw secretNotFound(name)
  return deletedBundle(state.url, deleted)
}

export const recover: Answer = ({ state, name }) => {
  const recovered = state.secrets.recover(name)
  if (recovered === undefined) throw secretNotFound(name)
  return versionItem(state.url, recovered)
}

export const purge: Answer = ({ state, name }) => {
  if (!state.secrets.purge(name)) throw secretNotFound(name)
  return undefined
}
