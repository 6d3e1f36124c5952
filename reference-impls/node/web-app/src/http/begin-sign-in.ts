import { createHash } from 'node:crypto'

import type { Context } from 'hono'

import type { Parts } from '../parts.ts'
import type { SignInWish } from '../sign-ins.ts'
import type { WebEnv } from './web-env.ts'

/** Sends the browser to Entra ID, and remembers why. */
export async function beginSignIn(
  { entra, signIns, cookies }: Pick<Parts, 'entra' | 'signIns' | 'cookies'>,
  c: Context<WebEnv>,
  wish: Omit<SignInWish, 'replaces'>,
): Promise<Response> {
  const { session } = c.var
  const { state, nonce, codeVerifier, browserSecret } = await signIns.begin({
    ...wish,
    ...(session === undefined ? {} : { replaces: session.key }),
  })
  const url = await entra.authorizationUrl({
    state,
    nonce,
    codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    ...(wish.claims === undefined ? {} : { claims: wish.claims }),
    ...(wish.loginHint === undefined ? {} : { loginHint: wish.loginHint }),
  })
  cookies.setSignIn(c, state, browserSecret)
  return c.redirect(url, 303)
}
