import { Hono } from 'hono'
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

import { failureHeaders } from '../http/answers.ts'
import { codeInput, messageInput } from '../http/input.ts'
import { sessionOf } from '../http/session.ts'
import { homePage } from '../pages/home.ts'
import type { Outcome, Written } from '../pages/home.ts'
import { ServiceFailure, statusOf } from '../services/failure.ts'
import type { RouteParts } from './api.ts'

/** One page with a form for each service; what comes back stands above the forms. */
export function pageRoutes({ chat, runCode, demo }: RouteParts): Hono {
  const app = new Hono()

  async function show(c: Context, written: Written, ask: () => Promise<Outcome>): Promise<Response> {
    try {
      return page(c, written, await ask())
    } catch (error) {
      if (!(error instanceof ServiceFailure)) throw error
      const status = statusOf[error.kind]
      for (const [name, value] of Object.entries(failureHeaders(error))) c.header(name, value)
      return page(c, written, { kind: 'failure', status, message: error.message }, status)
    }
  }
  const page = (c: Context, written: Written, outcome: Outcome, status: ContentfulStatusCode = 200) =>
    c.html(homePage({ demo, written, outcome }), status, { 'Cache-Control': 'no-store' })
  const refuse = (c: Context, message: string) => page(c, {}, { kind: 'failure', status: 422, message }, 422)

  app.get('/', (c) => c.html(homePage({ demo })))
  // Where a browser is after it sent a form: to load that again starts afresh.
  for (const path of ['/chat', '/code']) app.get(path, (c) => c.redirect('/', 303))
  app.post('/chat', async (c) => {
    const input = messageInput.safeParse(await c.req.parseBody())
    if (!input.success) return refuse(c, 'Write a message of at most 8000 characters.')
    const { message } = input.data
    return show(c, { message }, async () => ({ kind: 'chat', answer: await chat(message) }))
  })
  app.post('/code', async (c) => {
    const input = codeInput.safeParse(await c.req.parseBody())
    if (!input.success) return refuse(c, 'Write some code, at most 8000 characters.')
    const { code } = input.data
    return show(c, { code }, async () => ({ kind: 'code', execution: await runCode(code, sessionOf(c)) }))
  })
  return app
}
