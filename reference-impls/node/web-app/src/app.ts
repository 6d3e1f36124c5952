import { randomUUID } from 'node:crypto'

import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import { secureHeaders } from 'hono/secure-headers'

import { answerError, notFound, tooLarge } from './http/errors.ts'
import type { WebEnv } from './http/web-env.ts'
import type { Parts } from './parts.ts'
import { claimsRoutes } from './routes/claims.ts'
import { healthRoutes } from './routes/health.ts'
import { homeRoutes } from './routes/home.ts'
import { postRoutes } from './routes/posts.ts'
import { profileRoutes } from './routes/profile.ts'
import { signInRoutes } from './routes/sign-in.ts'
import { frontChannelPath, signOutRoutes } from './routes/sign-out.ts'

/** The whole web app. */
export function createApp(parts: Parts): Hono<WebEnv> {
  const app = new Hono<WebEnv>()
  app.onError(answerError(parts))
  app.notFound(notFound(parts))
  app.use(
    noStore,
    protectiveHeaders(parts),
    context(parts),
    bodyLimit({ maxSize: 128 * 1024, onError: tooLarge(parts) }),
  )
  app.route('/', homeRoutes(parts))
  app.route('/', healthRoutes(parts))
  app.route('/', signInRoutes(parts))
  app.route('/', signOutRoutes(parts))
  app.route('/', claimsRoutes(parts))
  if (parts.settings.api.baseUrl !== undefined) {
    app.route('/', profileRoutes(parts, parts.settings.api.baseUrl))
    app.route('/', postRoutes(parts, parts.settings.api.baseUrl))
  }
  return app
}

const login = 'https://login.microsoftonline.com'

const noStore = createMiddleware(async (c, next) => {
  await next()
  // Pages are the user's own; the answer of Entra ID has a code in its address.
  if (!c.res.headers.has('cache-control')) c.header('Cache-Control', 'no-store')
})

function protectiveHeaders({ settings }: Pick<Parts, 'settings'>) {
  const contentSecurityPolicy = {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    baseUri: ["'none'"],
    // Signing out ends at Entra ID, and browsers hold a form to where its redirect leads.
    formAction: ["'self'", login],
    frameAncestors: ["'none'"],
  }
  const common = {
    // The callback's address has the code and the state: no other site is to be told.
    referrerPolicy: 'no-referrer',
    strictTransportSecurity: settings.redirectUri.startsWith('https:') && 'max-age=31536000',
  } as const
  const everywhere = secureHeaders({ ...common, contentSecurityPolicy, xFrameOptions: 'DENY' })
  // Entra ID asks for this one in a frame of its sign-out page.
  const inFrame = secureHeaders({
    ...common,
    contentSecurityPolicy: { ...contentSecurityPolicy, frameAncestors: [login] },
    xFrameOptions: false,
  })
  return createMiddleware((c, next) => (c.req.path === frontChannelPath ? inFrame : everywhere)(c, next))
}

function context({ sessions, cookies }: Parts) {
  return createMiddleware<WebEnv>(async (c, next) => {
    c.set('correlationId', randomUUID())
    c.set('session', await sessions.find(cookies.session(c)))
    await next()
  })
}
