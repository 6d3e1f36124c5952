import { Hono } from 'hono'
import { z } from 'zod'

import { apiCaller, readAnswer } from '../http/call-api.ts'
import { signedIn } from '../http/signed-in.ts'
import type { Parts, WebEnv } from '../parts.ts'

const profileSchema = z.object({
  oid: z.string(),
  displayName: z.string().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type Profile = z.output<typeof profileSchema>

/** The record that the API keeps of the user. */
export function profileRoutes(parts: Parts, apiBaseUrl: string) {
  const call = apiCaller(parts)
  return new Hono<WebEnv>().get('/profile', async (c) => {
    const session = signedIn(c)
    const answer = await call(c, { method: 'GET', url: `${apiBaseUrl}/v1/profile` })
    return c.html(parts.pages.profile({ session, profile: readAnswer(profileSchema, answer) }))
  })
}
