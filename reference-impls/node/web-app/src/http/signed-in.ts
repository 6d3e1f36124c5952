import type { Context } from 'hono'

import { SignInRequired } from '../problems.ts'
import type { Session } from '../sessions.ts'
import type { WebEnv } from './web-env.ts'

/** @throws {SignInRequired} */
export function signedIn(c: Context<WebEnv>): Session {
  const { session } = c.var
  if (session === undefined) throw new SignInRequired({ refused: false })
  return session
}
