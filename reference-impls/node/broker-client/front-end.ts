import { STATUS_CODES } from 'node:http'

import { Hono } from 'hono'
import type { Context } from 'hono'
import { methodNotAllowed } from 'hono/method-not-allowed'
import { secureHeaders } from 'hono/secure-headers'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

import { AuthServerCredential } from './auth-server-credential.ts'
import type { AuthServerOptions } from './auth-server-credential.ts'
import { errorPage, secretsPage } from './pages/pages.ts'
import { serveStyle } from './pages/style.ts'
import type { Settings } from './settings.ts'
import { openVault, VaultFailure } from './vault.ts'
import type { Vault } from './vault.ts'

/** What the front end is made of; each can be given another way. */
export interface Parts {
  readonly vault: (settings: Settings) => Vault
  /** Default: one line to standard error. */
  readonly log: (message: string) => void
}

/** A broker that does not answer has half of the page's time, so that there is some left to say who was silent. */
export function credentialOptions({ authServerUrl, secret, timeoutMs }: Settings): AuthServerOptions {
  return { serverUrl: authServerUrl, secret, timeoutMs: timeoutMs / 2 }
}

const defaults: Parts = {
  vault: (settings) => {
    const { vaultUrl, timeoutMs } = settings
    return openVault(vaultUrl, new AuthServerCredential(credentialOptions(settings)), timeoutMs)
  },
  log: (message) => console.error(message),
}

export interface FrontEnd {
  fetch(request: Request): Response | Promise<Response>
}

/** One page, and the same for programs: the names of the secrets in a vault, read with a token from the broker. */
export function createFrontEnd(settings: Settings, given: Partial<Parts> = {}): FrontEnd {
  const { vault, log } = { ...defaults, ...given }
  const secrets = vault(settings)
  let last: 'not tried' | 'ok' | 'failed' = 'not tried'

  async function list() {
    try {
      const entries = await secrets.list()
      last = 'ok'
      return entries
    } catch (error) {
      last = 'failed'
      if (error instanceof VaultFailure) log(`secrets failed: ${causes(error)}`)
      throw error
    }
  }

  const app = new Hono()
  app.onError((error, c) => {
    if (!(error instanceof VaultFailure)) log(`failed: ${error.stack ?? error.message}`)
    const { status, message } = error instanceof VaultFailure ? error : { status: 500 as const, message: undefined }
    const wait = error instanceof VaultFailure ? error.retryAfterSeconds : undefined
    if (wait !== undefined) c.header('Retry-After', String(wait))
    if (c.req.path.startsWith('/api/')) return problem(c, status, message)
    return c.html(errorPage(status, message ?? 'Something went wrong here.'), status)
  })
  app.notFound((c) => c.html(errorPage(404, 'There is no such page.'), 404))
  app.use(pageHeaders)
  app.use(methodNotAllowed({ app, onMethodNotAllowed: (c, methods) => problem(c, 405, `Use ${methods.join(', ')}.`) }))
  app.get('/health', (c) => c.json({ status: last === 'failed' ? 'degraded' : 'healthy', secrets: last }))
  app.get('/style.css', serveStyle)
  app.get('/api/secrets', async (c) => {
    c.header('Cache-Control', 'no-store')
    return c.json({ vault: settings.vaultUrl, secrets: await list() })
  })
  app.get('/', async (c) => {
    c.header('Cache-Control', 'no-store')
    return c.html(secretsPage(settings, await list()))
  })
  return { fetch: (request) => app.fetch(request) }
}

/** A problem document (RFC 9457). */
function problem(c: Context, status: ContentfulStatusCode, detail?: string): Response {
  const body = { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail }
  return c.body(JSON.stringify(body), status, { 'Content-Type': 'application/problem+json' })
}

/** In one line, for the log. None of these errors holds a token or the secret. */
function causes(error: unknown): string {
  const texts: string[] = []
  for (let at = error; at instanceof Error && texts.length < 4; at = at.cause) {
    texts.push(`${at.name}: ${at.message.replaceAll(/\s+/g, ' ').slice(0, 300)}`)
  }
  return texts.join(' <- ')
}

const pageHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    // The empty icon, which keeps browsers from asking for one.
    imgSrc: ['data:'],
    styleSrc: ["'self'"],
    formAction: ["'none'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
})
