import { Hono } from 'hono'

import { profileSchema } from '../blog.ts'
import { apiCaller, readAnswer } from '../http/call-api.ts'
import { signedIn } from '../http/signed-in.ts'
import type { WebEnv } from '../http/web-env.ts'
import type { Parts } from '../parts.ts'

/** The record that the API keeps of the user. */
export function profileRoutes(parts: Parts, apiBaseUrl: string) {
  const call = apiCaller(parts)
  return new Hono<WebEnv>().get('/profile', async (c) => {
    const session = signedIn(c)
    const answer = await call(c, { method: 'GET', url: `${apiBaseUrl}/v1/profile` })
    return c.html(parts.pages.profile({ session, profile: readAnswer(profileSchema, answer) }))
  })
}
