import { Hono } from 'hono'

import { stepUp } from '../auth/authorize.ts'
import type { Allow, AuthEnv } from '../auth/authorize.ts'

/** What the caller's token says, once it has been validated. */
export function claimsRoutes(allow: Allow, requiredAcrs: string | undefined) {
  return new Hono<AuthEnv>()
    .get('/', allow({ users: { roles: [] }, apps: { roles: ['Claims.Read.All'] } }), (c) => c.json(c.var.caller.claims))
    .get('/step-up', allow({ users: { roles: [] } }), stepUp(requiredAcrs), (c) => c.json(c.var.caller.claims))
}
