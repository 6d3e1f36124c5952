import { z } from 'zod'

import { digest, sameSecret, secretText } from './random.ts'
import type { Store } from './store.ts'

/** How long a user may take at Entra ID. */
export const signInLifetimeSeconds = 15 * 60

const wishSchema = z.object({
  /** A path of this app: where the user wants to be afterwards. */
  returnTo: z.string(),
  /** A claims request (JSON), when the API asks for more than the user's token says. */
  claims: z.string().optional(),
  /** The user who has to come back. */
  userId: z.string().optional(),
  /** The user's name, so that it need not be typed again. */
  loginHint: z.string().optional(),
  /** The key of the session that the browser has. */
  replaces: z.string().optional(),
  /** The sign-in is owed to the API's refusal of a token. */
  afterRefusal: z.boolean(),
})
export type SignInWish = z.output<typeof wishSchema>

const pendingSchema = wishSchema.extend({
  nonce: z.string(),
  codeVerifier: z.string(),
  /** Of the cookie that was set in the browser that began. */
  browserDigest: z.string(),
})
export type PendingSignIn = z.output<typeof pendingSchema>

export interface BegunSignIn {
  readonly state: string
  readonly nonce: string
  readonly codeVerifier: string
  /** For a cookie in this browser. */
  readonly browserSecret: string
}

/** Sign-ins between the redirect to Entra ID and the answer. */
export interface SignIns {
  begin(wish: SignInWish): Promise<BegunSignIn>
  /**
   * The sign-in that an answer belongs to, once. Undefined: there is none, it was answered before, it took too long, or
   * another browser began it.
   * @param browserSecret the browser's cookie
   */
  finish(state: string, browserSecret: string | undefined): Promise<PendingSignIn | undefined>
  /** @throws when sign-ins cannot be kept */
  check(): Promise<void>
}

export function openSignIns(store: Store): SignIns {
  return {
    async begin(wish) {
      const begun = {
        state: secretText(),
        nonce: secretText(),
        codeVerifier: secretText(),
        browserSecret: secretText(),
      }
      const { nonce, codeVerifier, browserSecret } = begun
      const pending: PendingSignIn = { ...wish, nonce, codeVerifier, browserDigest: digest(browserSecret) }
      await store.put(digest(begun.state), JSON.stringify(pending), signInLifetimeSeconds)
      return begun
    },
    async finish(state, browserSecret) {
      if (browserSecret === undefined) return undefined
      const found = await store.get(digest(state))
      if (found === undefined) return undefined
      // Another browser's answer leaves the sign-in to the one that began it.
      if (!sameSecret(pendingSchema.parse(JSON.parse(found)).browserDigest, digest(browserSecret))) return undefined
      const taken = await store.take(digest(state))
      return taken === undefined ? undefined : pendingSchema.parse(JSON.parse(taken))
    },
    async check() {
      const key = `check ${secretText()}`
      await store.put(key, '', 1)
      await store.delete(key)
    },
  }
}
