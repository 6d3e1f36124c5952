import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'

import type { Parts } from '../parts.ts'
import { Problem, SignInRequired } from '../problems.ts'
import { beginSignIn } from './begin-sign-in.ts'
import type { WebEnv } from './web-env.ts'

/** An error page and a log line, or the way to Entra ID. */
export function answerError(parts: Parts) {
  return async (error: unknown, c: Context<WebEnv>): Promise<Response> => {
    if (error instanceof SignInRequired) return requireSignIn(parts, c, error)
    if (error instanceof Problem) return show(parts, c, error)
    if (error instanceof HTTPException) return show(parts, c, unreadable(error.status))
    const advice = 'Something went wrong here. Please try again.'
    const kind = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown error'
    return show(parts, c, new Problem(500, 'That did not work', advice, `failed: ${kind}`))
  }
}

export function notFound(parts: Parts) {
  return (c: Context<WebEnv>): Promise<Response> =>
    show(parts, c, new Problem(404, 'There is no such page', 'It may have been removed.', 'no such page'))
}

export function tooLarge(parts: Parts) {
  return (c: Context<WebEnv>): Promise<Response> =>
    show(parts, c, new Problem(413, 'That is too long', 'Please send less.', 'the request is too large'))
}

/**
 * Sends the browser to sign in, once: a user who has just come back from there because the API had refused the token
 * would only be sent round in circles.
 */
async function requireSignIn(parts: Parts, c: Context<WebEnv>, required: SignInRequired): Promise<Response> {
  const { session } = c.var
  const returnTo = pathOf(c)
  if (session === undefined) return c.redirect(`/login?${new URLSearchParams({ returnTo }).toString()}`, 303)
  if (required.refused && session.afterRefusal) {
    const advice = 'You have signed in again, and the API still does not accept it. Its operator can find out why.'
    return show(
      parts,
      c,
      new Problem(502, 'The API does not accept your sign-in', advice, 'refused after a new sign-in'),
    )
  }
  parts.log(`${c.var.correlationId} ${required.message}`)
  return beginSignIn(parts, c, {
    returnTo,
    afterRefusal: required.refused,
    userId: session.user.objectId,
    ...(session.user.userName === '' ? {} : { loginHint: session.user.userName }),
    ...(required.claims === undefined ? {} : { claims: required.claims }),
  })
}

async function show({ pages, log }: Parts, c: Context<WebEnv>, problem: Problem): Promise<Response> {
  const { correlationId, session } = c.var
  log(`${correlationId} ${c.req.method} ${loggable(c.req.path)} ${problem.status} ${problem.message}`)
  return c.html(pages.problem({ session, problem, correlationId }), problem.status)
}

function unreadable(status: number): Problem {
  return new Problem(400, 'That request cannot be read', 'Please go back and try again.', `unreadable, ${status}`)
}

/** The path without what could break a line or drown the log; queries are never logged, they hold codes. */
function loggable(path: string): string {
  return path.slice(0, 100).replaceAll(/[^\w./~-]/g, '?')
}

/** A form that was sent leads back to its own page, which has the same path; what was sent is not kept. */
function pathOf(c: Context): string {
  const { pathname, search } = new URL(c.req.url)
  return c.req.method === 'GET' ? `${pathname}${search}` : pathname
}
