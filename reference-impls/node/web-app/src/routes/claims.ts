import { Hono } from 'hono'
import { z } from 'zod'

import { apiCaller, readAnswer } from '../http/call-api.ts'
import { signedIn } from '../http/signed-in.ts'
import type { WebEnv } from '../http/web-env.ts'
import type { Parts } from '../parts.ts'

const claimsSchema = z.record(z.string(), z.unknown())

/** What the API read in the token that it was sent. */
export function claimsRoutes(parts: Parts) {
  const call = apiCaller(parts)
  return new Hono<WebEnv>().get('/call-api', async (c) => {
    const session = signedIn(c)
    const answer = await call(c, { method: 'GET', url: parts.settings.api.claimsUrl })
    return c.html(parts.pages.claims({ session, claims: readAnswer(claimsSchema, answer) }))
  })
}
