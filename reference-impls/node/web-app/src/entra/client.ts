import { ConfidentialClientApplication, DistributedCachePlugin } from '@azure/msal-node'
import type { AccountInfo } from '@azure/msal-node'

import { SignInRequired } from '../problems.ts'
import type { Settings } from '../settings.ts'
import type { Store } from '../store.ts'
import type { ClientCredential } from './credential.ts'
import { problemOf } from './errors.ts'
import { createNetwork } from './network.ts'
import { partition, stagingCache, storedCache } from './token-cache.ts'

export interface AuthorizationRequest {
  readonly state: string
  readonly nonce: string
  /** S256 of the code verifier (RFC 7636). */
  readonly codeChallenge: string
  /** A claims request (JSON). */
  readonly claims?: string
  readonly loginHint?: string
}

export interface Redemption {
  readonly code: string
  readonly nonce: string
  readonly codeVerifier: string
  readonly claims?: string
  readonly correlationId: string
}

/** What a code was worth. Nothing of it is kept before the ID token has been checked. */
export interface Redeemed {
  readonly idToken: string
  readonly accessToken: string
  /** The whole token cache of this user, as MSAL writes it. */
  readonly tokens: string
}

export interface Renewal {
  /** The session's key, under which its tokens are. */
  readonly sessionKey: string
  readonly sessionLifetimeSeconds: number
  /** Ask Entra ID even if the cached token looks good. */
  readonly force: boolean
  readonly correlationId: string
}

/** Everything the app asks of Entra ID. */
export interface EntraClient {
  /** Where the browser goes to sign in. */
  authorizationUrl(request: AuthorizationRequest): Promise<string>
  /** @throws {Problem} */
  redeem(redemption: Redemption): Promise<Redeemed>
  /**
   * A token for the API, from the cache or by the refresh token.
   * @throws {SignInRequired} when only the user can get one
   * @throws {Problem}
   */
  accessToken(renewal: Renewal): Promise<string>
  /** Where the browser goes to sign out. */
  signOutUrl(options: { readonly logoutHint: string | undefined }): string
}

export interface EntraParts {
  readonly settings: Settings
  readonly credential: ClientCredential
  readonly tokens: Store
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/**
 * MSAL, with an instance of its own for each request, as its authors advise for web apps: an instance holds in memory
 * what it read from the cache, and one that is shared would hold every user's.
 * https://learn.microsoft.com/entra/msal/javascript/node/caching
 */
export function createEntraClient({ settings, credential, tokens, now }: EntraParts): EntraClient {
  const { redirectUri, apiScope } = settings
  const authority = `https://login.microsoftonline.com/${settings.tenantId}`
  const scopes = [apiScope]
  const queues = new Map<string, Promise<unknown>>()
  const pauses = new Map<string, number>()

  const application = (
    cachePlugin: DistributedCachePlugin | undefined,
    network = createNetwork(settings.entraTimeoutMs),
  ): ConfidentialClientApplication =>
    new ConfidentialClientApplication({
      auth: {
        clientId: settings.clientId,
        authority,
        // It understands claims challenges, so tokens may live longer and be revoked at once.
        clientCapabilities: ['cp1'],
        ...credential(),
      },
      ...(cachePlugin === undefined ? {} : { cache: { cachePlugin } }),
      system: { networkClient: network, loggerOptions: { piiLoggingEnabled: false, loggerCallback: () => undefined } },
    })

  /** Two requests of one session must not renew at the same time: the later one finds what the earlier one got. */
  async function oneAtATime<T>(key: string, work: () => Promise<T>): Promise<T> {
    const turn = (queues.get(key) ?? Promise.resolve()).then(work, work)
    queues.set(key, turn)
    try {
      return await turn
    } finally {
      if (queues.get(key) === turn) queues.delete(key)
    }
  }

  async function renew({ sessionKey, sessionLifetimeSeconds, force, correlationId }: Renewal): Promise<string> {
    const network = createNetwork(settings.entraTimeoutMs)
    const cache = storedCache(tokens, sessionLifetimeSeconds)
    const app = application(new DistributedCachePlugin(cache, partition(sessionKey)), network)
    try {
      const account = await onlyAccount(app)
      if (account === undefined) throw new SignInRequired({ refused: true })
      const result = await app.acquireTokenSilent({ account, scopes, forceRefresh: force, correlationId })
      return result.accessToken
    } catch (error) {
      if (network.retryAfterSeconds() > 0) pauses.set(sessionKey, now() + network.retryAfterSeconds() * 1000)
      const problem = problemOf(error)
      // The refresh token is worth nothing any more; kept, it would be tried again with every request.
      if (problem instanceof SignInRequired) await tokens.delete(sessionKey)
      throw problem
    }
  }

  return {
    authorizationUrl: ({ state, nonce, codeChallenge, claims, loginHint }) =>
      application(undefined).getAuthCodeUrl({
        scopes,
        redirectUri,
        responseMode: settings.responseMode,
        state,
        nonce,
        codeChallenge,
        codeChallengeMethod: 'S256',
        ...(claims === undefined ? {} : { claims }),
        ...(loginHint === undefined ? {} : { loginHint }),
      }),
    async redeem({ code, nonce, codeVerifier, claims, correlationId }) {
      const staging = stagingCache()
      const app = application(new DistributedCachePlugin(staging, partition('')))
      try {
        const result = await app.acquireTokenByCode(
          {
            code,
            scopes,
            redirectUri,
            codeVerifier,
            nonce,
            correlationId,
            ...(claims === undefined ? {} : { claims }),
          },
          { code, nonce },
        )
        return { idToken: result.idToken, accessToken: result.accessToken, tokens: staging.written() }
      } catch (error) {
        throw problemOf(error)
      }
    },
    accessToken: (renewal) =>
      oneAtATime(renewal.sessionKey, () => {
        const pausedUntil = pauses.get(renewal.sessionKey) ?? 0
        if (pausedUntil > now()) throw problemOf(new Error('it asked for a pause'))
        pauses.delete(renewal.sessionKey)
        return renew(renewal)
      }),
    signOutUrl({ logoutHint }) {
      const url = new URL(`${authority}/oauth2/v2.0/logout`)
      url.searchParams.set('client_id', settings.clientId)
      url.searchParams.set('post_logout_redirect_uri', settings.postLogoutRedirectUri)
      if (logoutHint !== undefined) url.searchParams.set('logout_hint', logoutHint)
      return url.href
    },
  }
}

/** A session's cache holds one account. */
async function onlyAccount(app: ConfidentialClientApplication): Promise<AccountInfo | undefined> {
  const accounts = await app.getTokenCache().getAllAccounts()
  return accounts.length === 1 ? accounts[0] : undefined
}
