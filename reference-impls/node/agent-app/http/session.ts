import { randomUUID } from 'node:crypto'

import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { z } from 'zod'

const cookieName = 'agent-session'
const identifier = z.uuid()

/**
 * The session in which this browser's code runs. The identifier is all that leads there, so it is random, readable by no
 * script, and never in a URL of this app.
 */
export function sessionOf(c: Context): string {
  const known = identifier.safeParse(getCookie(c, cookieName))
  if (known.success) return known.data
  const fresh = randomUUID()
  const secure = c.req.header('x-forwarded-proto') === 'https' || new URL(c.req.url).protocol === 'https:'
  setCookie(c, cookieName, fresh, { httpOnly: true, sameSite: 'Strict', path: '/', secure })
  return fresh
}
