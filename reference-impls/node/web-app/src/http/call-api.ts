import type { Context } from 'hono'
import type { z } from 'zod'

import type { ApiAnswer, ApiRequest } from '../api-client.ts'
import type { Parts } from '../parts.ts'
import { Problem, SignInRequired } from '../problems.ts'
import { signedIn } from './signed-in.ts'
import type { WebEnv } from './web-env.ts'

/** Calls the API for the user who is signed in. */
export type CallApi = (c: Context<WebEnv>, request: ApiRequest) => Promise<ApiAnswer>

/**
 * A refused token is renewed once, silently; refused again, or challenged, only the user can help.
 * @throws {SignInRequired}
 * @throws {Problem} for every answer but success and 422
 */
export function apiCaller({ entra, api, sessions, settings }: Parts): CallApi {
  return async (c, request) => {
    const session = signedIn(c)
    const { correlationId } = c.var
    const attempt = async (force: boolean): Promise<ApiAnswer> => {
      const token = await entra.accessToken({
        sessionKey: session.key,
        sessionLifetimeSeconds: settings.sessionLifetimeSeconds,
        force,
        correlationId,
      })
      return api.send(request, token, correlationId)
    }
    const first = await attempt(false)
    const answer = first.status === 401 && first.claims === undefined ? await attempt(true) : first
    if (answer.status === 401) {
      throw new SignInRequired({ refused: true, ...(answer.claims === undefined ? {} : { claims: answer.claims }) })
    }
    await sessions.accepted(session)
    if (answer.status >= 300 && answer.status !== 422) throw refusal(answer.status)
    return answer
  }
}

/** The answer's body. @throws {Problem} when it is not what the API promises */
export function readAnswer<T>(schema: z.ZodType<T>, { body }: ApiAnswer): T {
  const read = schema.safeParse(body)
  if (read.success) return read.data
  throw new Problem(502, 'The API gave no usable answer', 'Please try again later.', 'API: not the promised members')
}

function refusal(status: number): Problem {
  const cause = `API: status ${status}`
  if (status === 403) return new Problem(403, 'You may not do that', 'The API refuses it to your account.', cause)
  if (status === 404) return new Problem(404, 'There is no such thing', 'It may have been removed.', cause)
  if (status === 413) return new Problem(413, 'That is too long', 'Please send less.', cause)
  return new Problem(502, 'The API gave no usable answer', 'Please try again later.', cause)
}
