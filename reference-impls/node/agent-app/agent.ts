import { STATUS_CODES } from 'node:http'

import { DefaultAzureCredential } from '@azure/identity'
import type { TokenCredential } from '@azure/identity'
import { Hono } from 'hono'
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { csrf } from 'hono/csrf'
import { HTTPException } from 'hono/http-exception'
import { methodNotAllowed } from 'hono/method-not-allowed'
import { secureHeaders } from 'hono/secure-headers'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

import { createTokenCache } from '../token-cache/token-cache.ts'
import { problem } from './http/answers.ts'
import { homePage } from './pages/home.ts'
import { serveStyle } from './pages/layout.ts'
import { apiRoutes } from './routes/api.ts'
import { healthRoute } from './routes/health.ts'
import { pageRoutes } from './routes/pages.ts'
import { createChat } from './services/azure-openai.ts'
import type { Chat } from './services/azure-openai.ts'
import type { ServiceCaller, TokenSource } from './services/service.ts'
import { createRunCode } from './services/session-pool.ts'
import type { RunCode } from './services/session-pool.ts'
import { simulatedChat, simulatedRunCode } from './services/simulated.ts'
import { watched } from './services/watched.ts'
import type { AzureSettings, Settings } from './settings.ts'

/** What the app is made of; each can be given another way. None of them is made in demo mode. */
export interface Parts {
  /** Default: `DefaultAzureCredential`, which reads the environment. */
  readonly credential: () => TokenCredential
  /** Default: a cache with a token for each scope. */
  readonly tokens: (credential: TokenCredential) => TokenSource
  readonly chat: (caller: ServiceCaller, settings: AzureSettings) => Chat
  readonly runCode: (caller: ServiceCaller, settings: AzureSettings) => RunCode
  /** Default: the global one, looked up at each call. */
  readonly fetch: typeof fetch
  /** Default: one line to standard error. */
  readonly log: (message: string) => void
}

const defaults: Parts = {
  credential: () => new DefaultAzureCredential(),
  tokens: cachedTokens,
  chat: createChat,
  runCode: createRunCode,
  fetch: (input, init) => fetch(input, init),
  log: (message) => console.error(message),
}

/** A token for each scope, kept until it is due. Not every credential keeps its own: Azure CLI's starts a process. */
function cachedTokens(credential: TokenCredential): TokenSource {
  const cache = createTokenCache(async (scope) => {
    const token = await credential.getToken(scope)
    if (token === null) throw new Error('The credential gave no token.')
    return token
  })
  return async (scope) => (await cache(scope)).token
}

export interface Agent {
  fetch(request: Request): Response | Promise<Response>
}

/** The whole app. It asks for a token when the first call of a service needs one. */
export function createAgent(settings: Settings, given: Partial<Parts> = {}): Agent {
  const parts = { ...defaults, ...given }
  const { health, chat, runCode } = watched(services(settings, parts), parts.log)

  const app = new Hono()
  const demo = settings.mode === 'demo'
  const refuse = refusals(demo)
  app.onError((error, c) => {
    if (error instanceof HTTPException) return refuse(c, error.status)
    parts.log(`failed: ${error.stack ?? error.message}`)
    return refuse(c, 500)
  })
  app.notFound((c) => refuse(c, 404))
  app.use(pageHeaders)
  app.use(methodNotAllowed({ app, onMethodNotAllowed: (c, methods) => refuse(c, 405, { Allow: methods.join(', ') }) }))
  app.use(csrf())
  app.use(bodyLimit({ maxSize: 64 * 1024, onError: (c) => refuse(c, 413) }))
  app.get('/health', healthRoute(settings.mode, health))
  app.get('/style.css', serveStyle)
  app.route('/api', apiRoutes({ chat, runCode, demo }))
  app.route('/', pageRoutes({ chat, runCode, demo }))
  return { fetch: (request) => app.fetch(request) }
}

/** What is wrong with the request itself: a problem document for programs, a page for people. */
function refusals(demo: boolean) {
  return (c: Context, status: ContentfulStatusCode, headers: Readonly<Record<string, string>> = {}) => {
    if (c.req.path.startsWith('/api/') || c.req.path === '/health') return problem(c, status, headers)
    const message = `${STATUS_CODES[status] ?? 'Error'}.`
    for (const [name, value] of Object.entries(headers)) c.header(name, value)
    return c.html(homePage({ demo, outcome: { kind: 'failure', status, message } }), status)
  }
}

function services(settings: Settings, parts: Parts): { readonly chat: Chat; readonly runCode: RunCode } {
  if (settings.mode === 'demo') return { chat: simulatedChat, runCode: simulatedRunCode }
  const tokenFor = parts.tokens(parts.credential())
  const caller = { tokenFor, fetch: parts.fetch, timeoutMs: settings.timeoutMs }
  return { chat: parts.chat(caller, settings), runCode: parts.runCode(caller, settings) }
}

const pageHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    // The empty icon, which keeps browsers from asking for one.
    imgSrc: ['data:'],
    styleSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  referrerPolicy: 'same-origin',
})
