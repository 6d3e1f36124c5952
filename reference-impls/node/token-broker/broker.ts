import { DefaultAzureCredential } from '@azure/identity'
import type { AccessToken, TokenCredential } from '@azure/identity'
import { Hono } from 'hono'
import type { Context } from 'hono'
import { methodNotAllowed } from 'hono/method-not-allowed'

import { createTokenCache } from '../token-cache/token-cache.ts'
import type { AcquireToken } from '../token-cache/token-cache.ts'
import { problem } from './http/answers.ts'
import { withinTime } from './http/within-time.ts'
import { scopePolicy } from './scopes.ts'
import type { ScopePolicy } from './scopes.ts'
import type { Settings } from './settings.ts'
import { secretCheck } from './shared-secret.ts'
import type { SecretCheck } from './shared-secret.ts'
import { fetchToken, oneLine, UpstreamFailure } from './upstream.ts'

/** What the broker is made of; each can be given another way. */
export interface Parts {
  /** Default: `DefaultAzureCredential`, which reads the environment. */
  readonly credential: () => TokenCredential
  readonly cache: (acquire: AcquireToken, log: (message: string) => void) => AcquireToken
  readonly secretCheck: (secret: string) => SecretCheck
  readonly scopePolicy: (allowed: ReadonlySet<string>) => ScopePolicy
  /** The answer where no token came. */
  readonly upstreamAnswer: (c: Context, failure: UpstreamFailure) => Response
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly now: () => number
  /** Default: one line to standard error. */
  readonly log: (message: string) => void
}

/** After a failure the next attempt waits so long, and callers are told to. */
const holdSeconds = 5

const defaults: Parts = {
  credential: () => new DefaultAzureCredential(),
  cache: (acquire) => createTokenCache(acquire, { holdMs: () => holdSeconds * 1000 }),
  secretCheck,
  scopePolicy,
  upstreamAnswer: (c, { kind }) =>
    problem(c, kind === 'refused' ? 502 : 503, `upstream_${kind}`, { 'Retry-After': String(holdSeconds) }),
  now: Date.now,
  log: (message) => console.error(message),
}

export interface Broker {
  fetch(request: Request): Response | Promise<Response>
}

/** The whole broker. It asks Azure for a token when the first caller needs one. */
export function createBroker(settings: Settings, given: Partial<Parts> = {}): Broker {
  const parts = { ...defaults, ...given }
  const { log } = parts
  const knowsSecret = parts.secretCheck(settings.secret)
  const judgeScope = parts.scopePolicy(settings.allowedScopes)
  const failing = new Set<string>()
  const tokenFor = parts.cache(watched(acquisition(parts), failing, log), log)

  const app = new Hono()
  app.onError((error, c) => {
    if (error instanceof UpstreamFailure) return parts.upstreamAnswer(c, error)
    log(`failed: ${error.stack ?? error.message}`)
    return problem(c, 500, 'internal')
  })
  app.notFound((c) => problem(c, 404, 'not_found'))
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) => problem(c, 405, 'method_not_allowed', { Allow: methods.join(', ') }),
    }),
  )
  // 200 as long as it answers: to restart it because Azure fails would help nobody.
  app.get('/health', (c) => c.json({ status: failing.size === 0 ? 'healthy' : 'degraded' }))
  app.get('/token', async (c) => {
    c.header('Cache-Control', 'no-store')
    if (!knowsSecret(c.req.header('authorization'))) {
      log('refused: no secret, or not ours')
      return problem(c, 401, 'unauthorized', { 'WWW-Authenticate': 'Bearer realm="token broker"' })
    }
    const verdict = judgeScope(c.req.queries('scope') ?? [])
    if (verdict.kind === 'not-allowed') {
      log('refused: a scope that is not on the list')
      return problem(c, 403, 'scope_not_allowed')
    }
    if (verdict.kind !== 'allowed') return problem(c, 400, `scope_${verdict.kind}`)
    const { scope } = verdict
    return c.json(answer(await withinTime(tokenFor(scope), settings.timeoutMs), scope, parts.now()))
  })
  return { fetch: (request) => app.fetch(request) }
}

function acquisition({ credential }: Parts): AcquireToken {
  const identity = credential()
  return (scope) => fetchToken(identity, scope)
}

/** The same, with a log line for each failure and a note of which scopes fail. */
function watched(acquire: AcquireToken, failing: Set<string>, log: (message: string) => void): AcquireToken {
  return async (scope) => {
    try {
      const token = await acquire(scope)
      failing.delete(scope)
      return token
    } catch (error) {
      failing.add(scope)
      log(`no token for ${scope}: ${oneLine(error)}`)
      throw error
    }
  }
}

/** As OAuth 2.0 writes it (RFC 6749 section 5.1), with the end as a time besides. */
function answer({ token, expiresOnTimestamp, refreshAfterTimestamp }: AccessToken, scope: string, now: number) {
  const seconds = (timestamp: number) => Math.max(0, Math.floor((timestamp - now) / 1000))
  return {
    access_token: token,
    token_type: 'Bearer',
    expires_in: seconds(expiresOnTimestamp),
    expires_on: Math.floor(expiresOnTimestamp / 1000),
    ...(refreshAfterTimestamp === undefined ? {} : { refresh_in: seconds(refreshAfterTimestamp) }),
    scope,
  }
}
