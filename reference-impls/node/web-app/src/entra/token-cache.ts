import type { ICacheClient, IPartitionManager } from '@azure/msal-node'

import type { Store } from '../store.ts'

/**
 * Each session's tokens lie under the session's own key. A key taken from an account would have two browsers of a user
 * share one entry, and would let whoever the answer says they are choose it.
 */
export function partition(sessionKey: string): IPartitionManager {
  return { getKey: () => Promise.resolve(sessionKey), extractKey: () => Promise.resolve(sessionKey) }
}

/** MSAL's distributed token cache over a store. */
export function storedCache(store: Store, lifetimeSeconds: number): ICacheClient {
  return {
    get: async (key) => (await store.get(key)) ?? '',
    async set(key, value) {
      await store.put(key, value, lifetimeSeconds)
      return value
    },
  }
}

/** Holds what one redemption wrote until its ID token has been checked. */
export function stagingCache(): ICacheClient & { written(): string } {
  let content = ''
  return {
    get: () => Promise.resolve(content),
    set(_key, value) {
      content = value
      return Promise.resolve(value)
    },
    written: () => content,
  }
}
