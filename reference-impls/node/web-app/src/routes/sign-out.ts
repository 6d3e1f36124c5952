import { Hono } from 'hono'
import type { Context } from 'hono'

import { readForm } from '../http/form.ts'
import type { WebEnv } from '../http/web-env.ts'
import type { Parts } from '../parts.ts'
import { issuerOf } from './sign-in.ts'

/** Where Entra ID says that a user signed out elsewhere. */
export const frontChannelPath = '/front-channel-logout'

/** Signing out: here, at Entra ID, and when Entra ID says that the user signed out elsewhere. */
export function signOutRoutes(parts: Parts) {
  const { pages, settings, sessions } = parts
  return new Hono<WebEnv>()
    .get('/logout', (c) => {
      // A link on another site must not sign anybody out; one followed from here, or typed, may.
      const isForeign = c.req.header('sec-fetch-site') === 'cross-site'
      if (isForeign && c.var.session !== undefined) return c.html(pages.confirmSignOut({ session: c.var.session }))
      return signOut(parts, c)
    })
    .post('/logout', async (c) => {
      if (c.var.session !== undefined) await readForm(c)
      return signOut(parts, c)
    })
    .get(frontChannelPath, async (c) => {
      const { sid, iss } = c.req.query()
      if (sid !== undefined && (iss === undefined || iss === issuerOf(settings.tenantId))) await sessions.endAll(sid)
      // Entra ID asks in a frame on its own sign-out page, where browsers send no cookie of ours: the ID is all there is.
      return c.html(pages.signedOutElsewhere())
    })
}

async function signOut({ sessions, cookies, entra }: Parts, c: Context<WebEnv>): Promise<Response> {
  const { session } = c.var
  if (session !== undefined) await sessions.end(session)
  cookies.clearSession(c)
  return c.redirect(entra.signOutUrl({ logoutHint: session?.user.loginHint }), 303)
}
