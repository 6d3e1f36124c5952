import type { Context } from 'hono'

import { Problem } from '../problems.ts'
import { sameSecret } from '../random.ts'
import { formTokenField } from '../sessions.ts'
import { signedIn } from './signed-in.ts'
import type { WebEnv } from './web-env.ts'

/**
 * The texts of a form that this session's page sent.
 * @throws {Problem} when it did not: another site can have a browser send a form, but not know what is in ours
 */
export async function readForm(c: Context<WebEnv>): Promise<Readonly<Record<string, string>>> {
  const { formToken } = signedIn(c)
  const fields = Object.entries(await c.req.parseBody()).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  )
  const form = Object.fromEntries(fields)
  if (!sameSecret(form[formTokenField] ?? '', formToken)) {
    const advice = 'The form is not from this session. Please open its page again.'
    throw new Problem(403, 'That form was not accepted', advice, 'a form without this session’s token')
  }
  return form
}
