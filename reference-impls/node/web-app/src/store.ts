/**
 * Texts by key, each for a limited time. Sessions, tokens and sign-ins under way are kept in one of these; with several
 * instances of the app it must be one that they share, such as Redis: these five functions are all it takes.
 */
export interface Store {
  get(key: string): Promise<string | undefined>
  /** Writes or overwrites. */
  put(key: string, value: string, lifetimeSeconds: number): Promise<void>
  /** Reads and deletes in one step: of several who ask at once, one gets it. */
  take(key: string): Promise<string | undefined>
  delete(key: string): Promise<void>
  close(): void
}

/** @param now milliseconds since the epoch */
export type OpenStore = (name: 'sessions' | 'sign-ins' | 'tokens') => Store

interface Entry {
  readonly value: string
  readonly expiresAt: number
}

/** More than this at once and the oldest go: who floods `/login` must not fill the memory. */
const mostEntries = 20_000

/** Keeps everything in this process, and forgets it at exit. */
export function openMemoryStore(now: () => number = Date.now): Store {
  const entries = new Map<string, Entry>()
  const read = (key: string): string | undefined => {
    const entry = entries.get(key)
    if (entry !== undefined && entry.expiresAt > now()) return entry.value
    entries.delete(key)
    return undefined
  }
  const makeRoom = (): void => {
    for (const [key, { expiresAt }] of entries) {
      if (expiresAt > now() && entries.size < mostEntries) return
      entries.delete(key)
    }
  }
  return {
    get: (key) => Promise.resolve(read(key)),
    put(key, value, lifetimeSeconds) {
      entries.delete(key)
      makeRoom()
      entries.set(key, { value, expiresAt: now() + lifetimeSeconds * 1000 })
      return Promise.resolve()
    },
    take(key) {
      const value = read(key)
      entries.delete(key)
      return Promise.resolve(value)
    },
    delete(key) {
      entries.delete(key)
      return Promise.resolve()
    },
    close: () => entries.clear(),
  }
}
