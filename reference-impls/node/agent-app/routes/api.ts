import { Hono } from 'hono'
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { z } from 'zod'

import { failureProblem, problem } from '../http/answers.ts'
import { codeInput, messageInput } from '../http/input.ts'
import { sessionOf } from '../http/session.ts'
import type { Chat } from '../services/azure-openai.ts'
import { ServiceFailure } from '../services/failure.ts'
import type { RunCode } from '../services/session-pool.ts'

export interface RouteParts {
  readonly chat: Chat
  readonly runCode: RunCode
  readonly demo: boolean
}

/** The same as the pages, for programs. */
export function apiRoutes({ chat, runCode, demo }: RouteParts): Hono {
  const app = new Hono()
  app.onError((error, c) => {
    if (error instanceof ServiceFailure) return failureProblem(c, error)
    if (error instanceof HTTPException) return problem(c, error.status)
    throw error
  })
  app.post('/chat', async (c) => {
    const { message } = await readBody(c, messageInput)
    return c.json({ answer: await chat(message), demo })
  })
  app.post('/code', async (c) => {
    const { code } = await readBody(c, codeInput)
    return c.json({ ...(await runCode(code, sessionOf(c))), demo })
  })
  return app
}

/** Another content type is refused, which also keeps forms of other sites out. */
async function readBody<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  if (c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() !== 'application/json') {
    throw new HTTPException(415)
  }
  const value: unknown = await c.req.json().catch(() => {
    throw new HTTPException(400)
  })
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new HTTPException(422)
  return parsed.data
}
