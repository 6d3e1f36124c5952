import type { JsonObject } from '../../json.ts'
import { type DeletedSecret, recoverableDays, type SecretVersion } from './secret-store.ts'

/** A secret with its value, as `get` and `set` answer. */
export function secretBundle(url: string, secret: SecretVersion): JsonObject {
  return { value: secret.value, ...describe(secret), id: versionId(url, secret), attributes: attributes(secret) }
}

/** A secret without its value, as `update` and the list of versions answer. */
export function versionItem(url: string, secret: SecretVersion): JsonObject {
  return { id: versionId(url, secret), attributes: attributes(secret), ...describe(secret) }
}

/** A secret without its value and version, as the list answers. */
export function secretItem(url: string, secret: SecretVersion): JsonObject {
  return { id: `${url}/secrets/${secret.name}`, attributes: attributes(secret), ...describe(secret) }
}

export function deletedBundle(url: string, { current, deleted, scheduledPurge }: DeletedSecret): JsonObject {
  return {
    recoveryId: `${url}/deletedsecrets/${current.name}`,
    deletedDate: deleted,
    scheduledPurgeDate: scheduledPurge,
    ...versionItem(url, current),
  }
}

function versionId(url: string, { name, version }: SecretVersion): string {
  return `${url}/secrets/${name}/${version}`
}

function describe({ contentType, tags }: SecretVersion): JsonObject {
  return { ...(contentType === undefined ? {} : { contentType }), ...(tags === undefined ? {} : { tags }) }
}

function attributes({ enabled, notBefore, expires, created, updated }: SecretVersion): JsonObject {
  return {
    enabled,
    ...(notBefore === undefined ? {} : { nbf: notBefore }),
    ...(expires === undefined ? {} : { exp: expires }),
    created,
    updated,
    recoveryLevel: 'Recoverable+Purgeable',
    recoverableDays,
  }
}
