import { Hono } from 'hono'

import type { Allow, AuthEnv } from '../auth/authorize.ts'
import type { Users } from '../data/users.ts'
import { currentUser } from './current-user.ts'

/** The caller's own record. */
export function profileRoutes(allow: Allow, users: Users, now: () => number) {
  return new Hono<AuthEnv>().get('/', allow({ users: { roles: [] } }), (c) =>
    c.json(currentUser(users, c.var.caller, now)),
  )
}
