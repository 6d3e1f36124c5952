import type { AccessToken } from '@azure/identity'

/** Gives a token for a scope, such as `https://vault.azure.net/.default`. */
export type AcquireToken = (scope: string) => Promise<AccessToken>

export interface TokenCacheOptions {
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly now?: () => number
  /** A token this close to its end is renewed. Default 300 000, five minutes, as MSAL does. */
  readonly renewBeforeMs?: number
  /** While the old token is good, a renewal is not waited for longer than this. Default 1000. */
  readonly patienceMs?: number
  /** For how long a failure stands before the next attempt. Default 5000. */
  readonly holdMs?: (error: unknown) => number
}

interface Entry {
  token?: AccessToken
  /** The acquisition under way, which all callers share. */
  pending?: Promise<AccessToken>
  failure?: { readonly error: unknown; readonly until: number }
}

/**
 * Keeps a token for each scope: one acquisition at a time, early renewal, and the last good token while a renewal fails
 * and it is still valid. After a failure nothing is acquired for a while, so that an outage does not become a storm.
 *
 * Azure SDK clients do this themselves; it is for whoever sends tokens by hand. The SDK's `getBearerTokenProvider` would
 * be shorter, but a renewal of its own that fails until the token expires is a rejection nobody handles, which ends a
 * Node process.
 */
export function createTokenCache(acquire: AcquireToken, options: TokenCacheOptions = {}): AcquireToken {
  const { now = Date.now, renewBeforeMs = 300_000, patienceMs = 1000, holdMs = () => 5000 } = options
  const entries = new Map<string, Entry>()

  function renew(scope: string, entry: Entry): Promise<AccessToken> {
    entry.pending ??= acquire(scope)
      .then((token) => {
        if (token.expiresOnTimestamp <= now()) throw new Error('The token that came had expired already.')
        entry.token = token
        delete entry.failure
        return token
      })
      .catch((error: unknown) => {
        entry.failure = { error, until: now() + holdMs(error) }
        throw error
      })
      .finally(() => delete entry.pending)
    return entry.pending
  }

  return async (scope) => {
    const entry = entries.get(scope) ?? {}
    entries.set(scope, entry)
    const good = entry.token !== undefined && entry.token.expiresOnTimestamp > now() ? entry.token : undefined
    if (good !== undefined && !isDue(good, now(), renewBeforeMs)) return good
    if (entry.failure !== undefined && entry.failure.until > now()) {
      if (good !== undefined) return good
      throw entry.failure.error
    }
    const renewal = renew(scope, entry)
    return good === undefined ? renewal : renewedOr(good, renewal, patienceMs)
  }
}

/** `refresh_in`, where the issuer gave one, or the end drawing near. */
function isDue(
  { expiresOnTimestamp, refreshAfterTimestamp }: AccessToken,
  now: number,
  renewBeforeMs: number,
): boolean {
  return now >= Math.min(expiresOnTimestamp - renewBeforeMs, refreshAfterTimestamp ?? Infinity)
}

async function renewedOr(good: AccessToken, renewal: Promise<AccessToken>, patienceMs: number): Promise<AccessToken> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<AccessToken>((resolve) => {
    timer = setTimeout(() => resolve(good), patienceMs)
  })
  try {
    return await Promise.race([renewal.catch(() => good), patience])
  } finally {
    clearTimeout(timer)
  }
}
