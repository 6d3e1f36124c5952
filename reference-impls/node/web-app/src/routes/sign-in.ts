import { Hono } from 'hono'
import type { Context } from 'hono'

import { beginSignIn } from '../http/begin-sign-in.ts'
import type { WebEnv } from '../http/web-env.ts'
import type { Parts } from '../parts.ts'
import { Problem, SignInRequired, signInRefused } from '../problems.ts'
import type { User } from '../sessions.ts'
import type { PendingSignIn } from '../sign-ins.ts'

/** Signing in: to Entra ID, and back with a code. */
export function signInRoutes(parts: Parts) {
  const { settings, returnPath, readResponse } = parts
  return new Hono<WebEnv>()
    .get('/login', (c) =>
      beginSignIn(parts, c, {
        returnTo: returnPath(c.req.query('returnTo')),
        afterRefusal: false,
      }),
    )
    .on(settings.responseMode === 'query' ? 'GET' : 'POST', new URL(settings.redirectUri).pathname, async (c) => {
      const answer = await readResponse(c)
      const pending = await finish(parts, c, answer.state)
      if (answer.iss !== undefined && answer.iss !== issuerOf(settings.tenantId)) {
        throw signInRefused('the answer is another issuer’s')
      }
      if (answer.error !== undefined) throw refusedByEntra(answer.error)
      if (answer.code === undefined) throw signInRefused('there is no code')
      await signIn(parts, c, answer.code, pending)
      return c.redirect(pending.returnTo, 303)
    })
}

/** v2.0's. */
export function issuerOf(tenantId: string): string {
  return `https://login.microsoftonline.com/${tenantId}/v2.0`
}

async function finish({ signIns, cookies }: Parts, c: Context, state: string): Promise<PendingSignIn> {
  const browserSecret = cookies.signIn(c, state)
  if (browserSecret !== undefined) cookies.clearSignIn(c, state)
  const pending = await signIns.finish(state, browserSecret)
  if (pending === undefined) throw signInRefused('the state is not of a sign-in under way in this browser')
  return pending
}

async function signIn(parts: Parts, c: Context<WebEnv>, code: string, pending: PendingSignIn): Promise<void> {
  const { entra, verifyIdToken, sessions, cookies, settings, log } = parts
  const { nonce, codeVerifier, claims, afterRefusal } = pending
  const { correlationId } = c.var
  const redemption = { code, nonce, codeVerifier, correlationId, ...(claims === undefined ? {} : { claims }) }
  const redeemed = await entra.redeem(redemption).catch(noFurtherSignIn)
  const user = await verifyIdToken(redeemed.idToken, { nonce, code, accessToken: redeemed.accessToken })
  checkUser(user, pending)
  const cookie = await sessions.start({ user, tokens: redeemed.tokens, afterRefusal })
  await endBefore(parts, c, pending)
  cookies.setSession(c, cookie, settings.sessionLifetimeSeconds)
  log(`${correlationId} signed in: ${user.objectId}`)
}

/** Of the session before, which a form that Entra ID has the browser post does not bring along. */
async function endBefore({ sessions }: Parts, c: Context<WebEnv>, { replaces }: PendingSignIn): Promise<void> {
  if (c.var.session !== undefined) await sessions.end(c.var.session)
  if (replaces !== undefined && replaces !== c.var.session?.key) await sessions.endOf(replaces)
}

/** A code that is worth nothing ends this sign-in; beginning another by itself could go on for ever. */
function noFurtherSignIn(error: unknown): never {
  if (error instanceof SignInRequired) throw signInRefused('Entra ID does not take the code')
  throw error
}

function checkUser(user: User, { userId }: PendingSignIn): void {
  if (userId === undefined || userId === user.objectId) return
  const advice = 'You were asked to sign in again as the user you were. Please sign out first to change the account.'
  throw new Problem(403, 'That is another account', advice, 'sign-in refused: another user came back')
}

/** Descriptions are for developers, and could be anybody's words: only known codes choose among our own. */
function refusedByEntra(error: string): Problem {
  const known = advices.get(error)
  const code = known === undefined ? 'unknown error' : error
  const advice = known ?? 'The sign-in service refused the sign-in. Please try again.'
  return new Problem(400, 'You are not signed in', advice, `sign-in refused by Entra ID: ${code}`)
}

const tryLater = 'The sign-in service is busy or has a problem. Please try again in a few minutes.'
const advices = new Map([
  ['access_denied', 'The sign-in was cancelled, or your account may not use this application.'],
  ['consent_required', 'The application needs your consent, or that of your administrator.'],
  ['interaction_required', 'The sign-in service needs something more of you. Please sign in again.'],
  ['login_required', 'Please sign in again.'],
  ['server_error', tryLater],
  ['temporarily_unavailable', tryLater],
])
