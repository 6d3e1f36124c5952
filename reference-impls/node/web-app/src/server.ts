import { serve } from '@hono/node-server'

import { createApiClient } from './api-client.ts'
import { createApp } from './app.ts'
import { createEntraClient } from './entra/client.ts'
import { createCredential } from './entra/credential.ts'
import { idTokenVerifier } from './entra/id-token.ts'
import { signingKeys } from './entra/signing-keys.ts'
import { responseReader } from './http/authorization-response.ts'
import { createCookies } from './http/cookies.ts'
import { returnPathOf } from './http/return-to.ts'
import { createPages } from './pages/pages.ts'
import type { Parts } from './parts.ts'
import { issuerOf } from './routes/sign-in.ts'
import { openSessions } from './sessions.ts'
import { readSettings, SettingsError } from './settings.ts'
import type { Settings } from './settings.ts'
import { openSignIns } from './sign-ins.ts'
import { openSqliteStores } from './sqlite-store.ts'
import { openMemoryStore } from './store.ts'
import type { OpenStore, Store } from './store.ts'

/** How long requests under way may take after SIGTERM. */
const gracePeriodMs = 5000

/** The parts of the app, and what they keep open. */
export interface Assembled {
  readonly parts: Parts
  readonly stores: readonly Store[]
}

/** The app's parts as the settings want them. */
export function assemble(settings: Settings): Assembled {
  const now = Date.now
  const path = settings.sessionStorePath
  const openStore: OpenStore = path === undefined ? () => openMemoryStore(now) : openSqliteStores(path, now)
  const stores = { sessions: openStore('sessions'), tokens: openStore('tokens'), signIns: openStore('sign-ins') }
  const { tenantId, clientId, sessionLifetimeSeconds: lifetimeSeconds } = settings
  const issuer = issuerOf(tenantId)
  const keys = signingKeys({ tenantId, issuer, timeoutMs: settings.entraTimeoutMs, now })
  const parts: Parts = {
    settings,
    entra: createEntraClient({
      settings,
      credential: createCredential(settings.credential),
      tokens: stores.tokens,
      now,
    }),
    verifyIdToken: idTokenVerifier({ tenantId, clientId, issuer, keys, now }),
    sessions: openSessions({ sessions: stores.sessions, tokens: stores.tokens, lifetimeSeconds, now }),
    signIns: openSignIns(stores.signIns),
    cookies: createCookies(settings),
    api: createApiClient(settings.api),
    readResponse: responseReader(settings.responseMode),
    returnPath: returnPathOf(settings.redirectUri),
    pages: createPages(settings.api.baseUrl !== undefined),
    log: (line) => console.error(line),
    now,
  }
  return { parts, stores: Object.values(stores) }
}

/** Makes of its parts what answers requests. */
export type CreateApp = (parts: Parts) => { fetch(request: Request): Response | Promise<Response> }

/** Serves until SIGTERM or SIGINT. */
export function serveApp({ parts, stores }: Assembled, create: CreateApp = createApp): void {
  const { host, port } = parts.settings
  const close = (): void => stores.forEach((store) => store.close())
  const app = create(parts)
  const server = serve({ fetch: (request) => app.fetch(request), hostname: host, port }, (address) => {
    console.log(`listening on http://${host}:${address.port}`)
  })
  server.on('error', (error: Error) => {
    console.error(`cannot listen on ${host}:${port}: ${error.message}`)
    process.exitCode = 1
    close()
  })
  const stop = (): void => {
    server.close(close)
    setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), gracePeriodMs).unref()
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

/**
 * Reads the settings, assembles the app and serves it. A wrong setting is named in one line.
 * @param change replaces parts
 * @param create default `createApp`
 */
export function start(
  change: (assembled: Assembled) => Assembled = (assembled) => assembled,
  create?: CreateApp,
): void {
  try {
    serveApp(change(assemble(readSettings(process.env))), create)
  } catch (error) {
    const isKnown = error instanceof SettingsError
    console.error(isKnown ? error.message : `cannot start: ${error instanceof Error ? error.message : 'unknown error'}`)
    process.exitCode = 1
  }
}
