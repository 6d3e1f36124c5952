import type { TokenCredential } from '@azure/identity'

import type { TokenSource } from '../../../node/agent-app/services/service.ts'

/** A token for each call, from whatever cache the credential has. */
export function uncached(credential: TokenCredential): TokenSource {
  return async (scope) => (await credential.getToken(scope))?.token ?? ''
}

/** A token for each scope, once it is there for good. */
export function keptForGood(credential: TokenCredential, keyOf: (scope: string) => string): TokenSource {
  const kept = new Map<string, string>()
  return async (scope) => {
    const known = kept.get(keyOf(scope))
    if (known !== undefined) return known
    const token = await uncached(credential)(scope)
    kept.set(keyOf(scope), token)
    return token
  }
}
