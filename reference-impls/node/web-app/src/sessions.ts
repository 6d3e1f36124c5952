import { z } from 'zod'

import { digest, secretText } from './random.ts'
import type { Store } from './store.ts'

const userSchema = z.object({
  tenantId: z.string(),
  /** With the tenant it is who the user is, for ever; names and addresses change hands. */
  objectId: z.string(),
  displayName: z.string(),
  userName: z.string(),
  /** The session at Entra ID: how it says at front-channel logout which one ended. */
  sid: z.string().optional(),
  /** The optional claim `login_hint`: lets Entra ID sign this user out without asking which one. */
  loginHint: z.string().optional(),
})
export type User = z.output<typeof userSchema>

/** The field of every form that changes something: it carries the session's `formToken`. */
export const formTokenField = 'form_token'

const sessionSchema = z.object({
  /** The key of the session and of its tokens: a digest of what is in the cookie, from which nobody makes the cookie. */
  key: z.string(),
  user: userSchema,
  /** In every form, so that other sites cannot send one. */
  formToken: z.string(),
  /** Milliseconds since the epoch. */
  expiresAt: z.number(),
  /** The user signed in since the API refused an earlier token, and it has not accepted one yet. */
  afterRefusal: z.boolean(),
})
export type Session = z.output<typeof sessionSchema>

export interface NewSession {
  readonly user: User
  /** The user's tokens, as the token cache writes them. */
  readonly tokens: string
  readonly afterRefusal: boolean
}

/** Who is signed in, kept on the server; the browser has nothing but a random number. */
export interface Sessions {
  /** @param cookie what the browser sent */
  find(cookie: string | undefined): Promise<Session | undefined>
  /** Always under a new number, whatever the browser brought along. Returns the cookie's value. */
  start(session: NewSession): Promise<string>
  /** The API accepted a token of this session. */
  accepted(session: Session): Promise<void>
  /** Ends a session, and its tokens with it. */
  end(session: Session): Promise<void>
  /** The same where no more than its key is known. */
  endOf(key: string): Promise<void>
  /** Ends every session that began with this session at Entra ID. */
  endAll(sid: string): Promise<void>
}

export interface SessionParts {
  readonly sessions: Store
  readonly tokens: Store
  readonly lifetimeSeconds: number
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

const keys = z.array(z.string())

/** Where the sessions of a session at Entra ID are listed. */
const bySid = (sid: string): string => `sid ${digest(sid)}`

/** Sessions last as long as `lifetimeSeconds` says, from the sign-in on, however busy they are. */
export function openSessions({ sessions, tokens, lifetimeSeconds, now }: SessionParts): Sessions {
  const keysOf = async (sid: string): Promise<readonly string[]> =>
    keys.parse(JSON.parse((await sessions.get(bySid(sid))) ?? '[]'))
  const remove = async (key: string): Promise<void> => {
    await Promise.all([sessions.delete(key), tokens.delete(key)])
  }
  const write = (session: Session): Promise<void> =>
    sessions.put(session.key, JSON.stringify(session), Math.max(0, (session.expiresAt - now()) / 1000))

  return {
    async find(cookie) {
      if (cookie === undefined) return undefined
      const found = await sessions.get(digest(cookie))
      return found === undefined ? undefined : sessionSchema.parse(JSON.parse(found))
    },
    async start({ user, tokens: serialised, afterRefusal }) {
      const cookie = secretText()
      const key = digest(cookie)
      const expiresAt = now() + lifetimeSeconds * 1000
      await tokens.put(key, serialised, lifetimeSeconds)
      await write({ key, user, formToken: secretText(), expiresAt, afterRefusal })
      if (user.sid !== undefined) {
        await sessions.put(bySid(user.sid), JSON.stringify([...(await keysOf(user.sid)), key]), lifetimeSeconds)
      }
      return cookie
    },
    async accepted(session) {
      if (session.afterRefusal) await write({ ...session, afterRefusal: false })
    },
    end: ({ key }) => remove(key),
    endOf: remove,
    async endAll(sid) {
      await Promise.all((await keysOf(sid)).map(remove))
      await sessions.delete(bySid(sid))
    },
  }
}
