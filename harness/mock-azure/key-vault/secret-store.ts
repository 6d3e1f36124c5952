import type { Clock, RandomSource } from '../../clock.ts'
import { type Save, saveCollections } from '../save.ts'
import type { SecretSeed } from './contract.ts'

/** One version of a secret. Times are seconds since the epoch. */
export interface SecretVersion {
  /** As it was first written; names are compared without regard to case. */
  readonly name: string
  /** 32 hexadecimal digits. */
  readonly version: string
  readonly value: string
  readonly contentType: string | undefined
  readonly enabled: boolean
  readonly notBefore: number | undefined
  readonly expires: number | undefined
  readonly tags: Readonly<Record<string, string>> | undefined
  readonly created: number
  readonly updated: number
}

/** What `update` can change: a secret's value is never changed, only replaced by a new version. */
export type SecretChange = Partial<Pick<SecretVersion, 'contentType' | 'enabled' | 'notBefore' | 'expires' | 'tags'>>

export interface DeletedSecret {
  readonly current: SecretVersion
  readonly deleted: number
  readonly scheduledPurge: number
}

/** Days for which a deleted secret can be recovered: Key Vault's default. */
export const recoverableDays = 90
const daySeconds = 24 * 60 * 60

/** The secrets of one vault. Lists are in order of name. */
export interface SecretStore {
  /** The given version, or the current one. */
  find(name: string, version?: string): SecretVersion | undefined
  /** Newest first. Empty: no such secret. */
  versions(name: string): readonly SecretVersion[]
  list(): readonly SecretVersion[]
  /** Adds a version. The caller has made sure that the name is not deleted. */
  set(secret: SecretSeed): SecretVersion
  update(name: string, version: string | undefined, change: SecretChange): SecretVersion | undefined
  delete(name: string): DeletedSecret | undefined
  findDeleted(name: string): DeletedSecret | undefined
  listDeleted(): readonly DeletedSecret[]
  recover(name: string): SecretVersion | undefined
  purge(name: string): boolean
  readonly save: Save
}

interface Entry {
  /** Newest first, never empty. */
  readonly versions: readonly [SecretVersion, ...SecretVersion[]]
}

interface DeletedEntry extends Entry {
  readonly deleted: number
}

export function createSecretStore(clock: Clock, random: RandomSource): SecretStore {
  const live = new Map<string, Entry>()
  const gone = new Map<string, DeletedEntry>()
  const now = (): number => Math.floor(clock.now() / 1000)
  /** What could be recovered until now is purged by itself. */
  const recoverable = (): ReadonlyMap<string, DeletedEntry> => {
    for (const [name, { deleted }] of gone) if (purgedAt(deleted) <= now()) gone.delete(name)
    return gone
  }

  return {
    find: (name, version) => findVersion(live.get(key(name)), version),
    versions: (name) => live.get(key(name))?.versions ?? [],
    list: () => byName(live).map(({ versions: [current] }) => current),
    set(secret) {
      const known = live.get(key(secret.name))
      const version = Buffer.from(random.bytes(16)).toString('hex')
      const added = firstVersion(secret, known?.versions[0].name ?? secret.name, version, now())
      live.set(key(secret.name), { versions: [added, ...(known?.versions ?? [])] })
      return added
    },
    update(name, version, change) {
      const entry = live.get(key(name))
      const found = findVersion(entry, version)
      if (entry === undefined || found === undefined) return undefined
      const changed = { ...found, ...change, updated: now() }
      const [first, ...others] = entry.versions
      const replace = (one: SecretVersion): SecretVersion => (one === found ? changed : one)
      live.set(key(name), { versions: [replace(first), ...others.map(replace)] })
      return changed
    },
    delete(name) {
      const entry = live.get(key(name))
      if (entry === undefined) return undefined
      live.delete(key(name))
      const deleted = { ...entry, deleted: now() }
      gone.set(key(name), deleted)
      return describeDeleted(deleted)
    },
    findDeleted(name) {
      const entry = recoverable().get(key(name))
      return entry && describeDeleted(entry)
    },
    listDeleted: () => byName(recoverable()).map(describeDeleted),
    recover(name) {
      const entry = recoverable().get(key(name))
      if (entry === undefined) return undefined
      gone.delete(key(name))
      live.set(key(name), { versions: entry.versions })
      return entry.versions[0]
    },
    purge: (name) => recoverable().has(key(name)) && gone.delete(key(name)),
    save: () => saveCollections([], [live, gone]),
  }
}

function key(name: string): string {
  return name.toLowerCase()
}

function findVersion(entry: Entry | undefined, version: string | undefined): SecretVersion | undefined {
  if (version === undefined) return entry?.versions[0]
  return entry?.versions.find((one) => one.version === version.toLowerCase())
}

function byName<T>(entries: ReadonlyMap<string, T>): readonly T[] {
  return [...entries].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, entry]) => entry)
}

function firstVersion(secret: SecretSeed, name: string, version: string, now: number): SecretVersion {
  return {
    name,
    version,
    value: secret.value,
    contentType: secret.contentType,
    enabled: secret.enabled ?? true,
    notBefore: secret.notBefore,
    expires: secret.expires,
    tags: secret.tags,
    created: now,
    updated: now,
  }
}

function describeDeleted({ versions: [current], deleted }: DeletedEntry): DeletedSecret {
  return { current, deleted, scheduledPurge: purgedAt(deleted) }
}

function purgedAt(deleted: number): number {
  return deleted + recoverableDays * daySeconds
}
