import type { KeySettings } from '../config.ts'
import { KeysUnavailable } from './errors.ts'
import { fetchKeySet } from './key-set.ts'
import type { VerificationKey } from './key-set.ts'

/** The signing keys behind one key set address. */
export interface SigningKeys {
  /**
   * Every key of this ID: usually one, none when it is unknown.
   * @throws {KeysUnavailable} when there are no keys young enough to use and none could be fetched.
   */
  find(kid: string): Promise<readonly VerificationKey[]>
}

export interface SigningKeysOptions {
  readonly url: string
  readonly settings: KeySettings
  readonly fetch: typeof fetch
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly log: (message: string) => void
}

/** After the first failure the next try is free, then the pause doubles from half a second to five seconds. */
const pauseAfterFailures = (failures: number): number => (failures < 2 ? 0 : Math.min(500 * 2 ** (failures - 2), 5000))

/**
 * A cache that follows Microsoft's advice: keys live 24 hours, are refreshed hourly, and an unknown key ID fetches them
 * again at most every five minutes, so that a rollover works at once and a flood of made-up IDs costs nothing.
 * https://learn.microsoft.com/entra/identity-platform/signing-key-rollover
 */
export function createSigningKeys({ url, settings, fetch, now, log }: SigningKeysOptions): SigningKeys {
  let cached: { readonly keys: readonly VerificationKey[]; readonly fetchedAt: number } | undefined
  let inFlight: Promise<void> | undefined
  let lastRefetch = -Infinity
  let failures = 0
  let lastFailure = -Infinity

  /** In seconds. */
  const age = () => (cached === undefined ? Infinity : elapsed(cached.fetchedAt) / 1000)
  /** In milliseconds. A wall clock that was set back would otherwise freeze the cache. */
  const elapsed = (since: number) => (now() < since ? Infinity : now() - since)
  const paused = () => elapsed(lastFailure) < pauseAfterFailures(failures)

  /** Never rejects: a failure leaves the last known good keys as they are. */
  async function load(): Promise<void> {
    try {
      cached = { keys: await fetchKeySet(url, { fetch, timeoutMs: settings.fetchTimeout * 1000 }), fetchedAt: now() }
      failures = 0
    } catch (error) {
      failures += 1
      lastFailure = now()
      lastRefetch = -Infinity // an outage must not delay a rollover: the pause after a failure is bound enough
      log(`signing keys could not be fetched: ${error instanceof Error ? error.message : 'unknown error'}`)
    } finally {
      inFlight = undefined
    }
  }

  /** Concurrent callers share one fetch. */
  async function refresh(): Promise<void> {
    if (inFlight === undefined && paused()) return
    inFlight ??= load()
    await inFlight
  }

  /** True at most once an interval, and for whoever can share a fetch under way. */
  function mayRefetch(): boolean {
    if (inFlight !== undefined) return true
    if (paused() || elapsed(lastRefetch) < settings.refetchInterval * 1000) return false
    lastRefetch = now()
    return true
  }

  const known = (kid: string) => cached?.keys.filter((key) => key.kid === kid) ?? []

  async function find(kid: string): Promise<readonly VerificationKey[]> {
    if (age() >= settings.maxAge) {
      await refresh()
      if (age() >= settings.maxAge) throw new KeysUnavailable('no signing keys')
      return known(kid)
    }
    if (age() >= settings.refresh) void refresh()
    if (known(kid).length === 0 && mayRefetch()) await refresh()
    return known(kid)
  }

  return { find }
}
