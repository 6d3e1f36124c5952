import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import { createMiddleware } from 'hono/factory'
import { methodNotAllowed } from 'hono/method-not-allowed'

import type { Environment } from '../config/env-file.ts'
import { authenticate, routeGuard } from './auth/authorize.ts'
import { createSigningKeys } from './auth/signing-keys.ts'
import { trustedIssuers } from './auth/trusted-issuers.ts'
import { tokenValidator } from './auth/validate-token.ts'
import { loadConfig } from './config.ts'
import type { Config } from './config.ts'
import { openDatabase } from './data/database.ts'
import { openPosts } from './data/posts.ts'
import { openTasks } from './data/tasks.ts'
import { openUsers } from './data/users.ts'
import { answerError, problem } from './http/answers.ts'
import { claimsRoutes } from './routes/claims.ts'
import { postRoutes } from './routes/posts.ts'
import { profileRoutes } from './routes/profile.ts'
import { taskRoutes } from './routes/tasks.ts'

export interface Dependencies {
  /** Default: the global one, looked up at each call. */
  readonly fetch: typeof fetch
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly now: () => number
  /** Default: one line to standard error. */
  readonly log: (message: string) => void
}

export interface Api {
  fetch(request: Request): Response | Promise<Response>
  /** Closes the database. */
  close(): void
}

const defaults: Dependencies = {
  fetch: (input, init) => fetch(input, init),
  now: Date.now,
  log: (message) => console.error(message),
}

/** The whole API. It opens its database at once and fetches signing keys when the first token needs them. */
export function createApi(config: Config, dependencies: Partial<Dependencies> = {}): Api {
  const { fetch, now, log } = { ...defaults, ...dependencies }
  const findIssuer = trustedIssuers(config, (url) => createSigningKeys({ url, settings: config.keys, fetch, now, log }))
  const authenticated = authenticate(tokenValidator(config, findIssuer, now), config)
  const allow = routeGuard(config.requiredScope)
  const database = openDatabase(config.databasePath)
  const users = openUsers(database)

  const app = new Hono()
  app.onError(answerError(config.requiredScope, log))
  app.notFound((c) => problem(c, 404))
  if (config.cors.origins.length > 0) app.use(crossOrigin(config.cors))
  app.use(methodNotAllowed({ app, onMethodNotAllowed: (c, methods) => problem(c, 405, { Allow: methods.join(', ') }) }))
  const { degraded } = config
  app.get('/health', (c) => c.json(degraded === undefined ? { status: 'healthy' } : { status: 'degraded', degraded }))
  for (const path of ['/api/*', '/v1/*']) {
    app.use(path, noStore, authenticated, bodyLimit({ maxSize: 64 * 1024, onError: (c) => problem(c, 413) }))
  }
  app.route('/api/claims', claimsRoutes(allow, config.requiredAcrs))
  app.route('/api/tasks', taskRoutes(allow, openTasks(database), now))
  app.route('/v1/profile', profileRoutes(allow, users, now))
  app.route('/v1/posts', postRoutes(allow, openPosts(database), users, now))
  return { fetch: (request) => app.fetch(request), close: () => database.close() }
}

/** Answers to authenticated calls are the caller's own (RFC 9111 section 5.2.2.5). */
const noStore = createMiddleware(async (c, next) => {
  c.header('Cache-Control', 'no-store')
  await next()
})

/** Lets pages of the configured origins call, and only those. */
function crossOrigin({ origins, credentials }: Config['cors']) {
  const permit = cors({
    origin: [...origins],
    credentials,
    allowMethods: ['GET', 'POST', 'PUT', 'DELETE'],
    allowHeaders: ['Authorization', 'Content-Type'],
    exposeHeaders: ['WWW-Authenticate'],
    maxAge: 600,
  })
  return createMiddleware(async (c, next) => {
    if (origins.includes(c.req.header('origin') ?? '')) return permit(c, next)
    await next()
    return c.header('Vary', 'Origin', { append: true })
  })
}

/** The same with its settings read, for hosts that load a module. */
export default async function fromEnvironment(environment: Environment): Promise<Api> {
  return createApi(await loadConfig(environment, { log: defaults.log }))
}
