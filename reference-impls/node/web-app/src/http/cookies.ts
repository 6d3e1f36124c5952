import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'

import { digest } from '../random.ts'
import type { Settings } from '../settings.ts'
import { signInLifetimeSeconds } from '../sign-ins.ts'

/** The cookies of this app: each holds a random number and nothing else. */
export interface Cookies {
  session(c: Context): string | undefined
  setSession(c: Context, value: string, lifetimeSeconds: number): void
  clearSession(c: Context): void
  /** The secret of the browser that began the sign-in with this state. */
  signIn(c: Context, state: string): string | undefined
  setSignIn(c: Context, state: string, value: string): void
  clearSignIn(c: Context, state: string): void
}

/** A browser with more sign-ins under way than this has forgotten the first ones. */
const mostSignIns = 5

/**
 * Behind TLS the prefix has browsers refuse such a cookie from anybody else, a sister domain or a page without TLS (RFC
 * 6265bis section 4.1.3.2).
 */
export function createCookies({ redirectUri, responseMode }: Pick<Settings, 'redirectUri' | 'responseMode'>): Cookies {
  const secure = redirectUri.startsWith('https:')
  const prefix = secure ? '__Host-' : ''
  const session = `${prefix}session`
  const signInPrefix = `${prefix}sign-in-`
  const signIn = (state: string): string => `${signInPrefix}${digest(state).slice(0, 12)}`
  // Lax, not Strict: the answer of Entra ID is a navigation from another site, and must find the cookie.
  const attributes = { path: '/', httpOnly: true, sameSite: 'Lax', secure } as const
  // A form that another site posts brings only cookies that are None, which browsers take where they are Secure; on
  // localhost without TLS too.
  const ofSignIn = responseMode === 'query' ? attributes : ({ ...attributes, sameSite: 'None', secure: true } as const)

  return {
    session: (c) => getCookie(c, session),
    setSession: (c, value, maxAge) => setCookie(c, session, value, { ...attributes, maxAge }),
    clearSession: (c) => void deleteCookie(c, session, attributes),
    signIn: (c, state) => getCookie(c, signIn(state)),
    setSignIn(c, state, value) {
      const earlier = Object.keys(getCookie(c)).filter((name) => name.startsWith(signInPrefix))
      for (const name of earlier.slice(0, Math.max(0, earlier.length - mostSignIns + 1))) {
        deleteCookie(c, name, ofSignIn)
      }
      setCookie(c, signIn(state), value, { ...ofSignIn, maxAge: signInLifetimeSeconds })
    },
    clearSignIn: (c, state) => void deleteCookie(c, signIn(state), ofSignIn),
  }
}
