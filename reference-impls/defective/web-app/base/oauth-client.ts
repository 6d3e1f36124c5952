import { z } from 'zod'

import type { AuthorizationRequest, EntraClient, Redemption } from '../../../node/web-app/src/entra/client.ts'
import { entraUnavailable, SignInRequired } from '../../../node/web-app/src/problems.ts'
import type { Settings } from '../../../node/web-app/src/settings.ts'
import type { Store } from '../../../node/web-app/src/store.ts'

type Form = Readonly<Record<string, string>>

/** What a client that was written by hand may do otherwise than it should. */
export interface Habits {
  /** Default: the own tenant. */
  readonly tenant?: string
  /** Besides openid, profile and offline_access. */
  readonly scopes?: readonly string[]
  readonly openId?: string
  /** The parameters of the request that the browser carries. */
  readonly asks?: (parameters: Form, request: AuthorizationRequest) => Form
  /** The form of the request that redeems a code. */
  readonly redeems?: (form: Form) => Form
  readonly postsTo?: (url: string, form: Form) => Promise<Response>
  /** What of a token answer is thrown; the default names no cause. */
  readonly refused?: (answer: unknown) => Error
}

const tokensSchema = z.object({
  access_token: z.string(),
  refresh_token: z.string().optional(),
  id_token: z.string().nullish(),
  expires_in: z.coerce.number(),
})
const keptSchema = tokensSchema.extend({ expiresAt: z.number() })

/** Correct but for its habits: what many apps have in place of MSAL. With a client secret. */
export function createOauthClient(settings: Settings, tokens: Store, habits: Habits = {}): EntraClient {
  const { credential, clientId, redirectUri } = settings
  const scope = [habits.openId ?? 'openid', 'profile', 'offline_access', ...(habits.scopes ?? [settings.apiScope])]
    .join(' ')
    .trim()
  const endpoint = `https://login.microsoftonline.com/${habits.tenant ?? settings.tenantId}/oauth2/v2.0`
  const proof = { client_id: clientId, client_secret: credential.kind === 'secret' ? credential.secret : '' }
  const post = habits.postsTo ?? ((url, form) => fetch(url, { method: 'POST', body: new URLSearchParams(form) }))

  async function ask(form: Form): Promise<z.output<typeof keptSchema>> {
    const answer = await post(`${endpoint}/token`, { ...form, ...proof })
    const body: unknown = await answer.json().catch(() => undefined)
    const read = tokensSchema.safeParse(body)
    if (answer.ok && read.success) return { ...read.data, expiresAt: Date.now() + read.data.expires_in * 1000 }
    throw (
      habits.refused?.(body) ??
      (answer.status === 400 ? new SignInRequired({ refused: true }) : entraUnavailable('a refusal'))
    )
  }

  return {
    authorizationUrl({ state, nonce, codeChallenge, claims, loginHint }) {
      const usual = {
        client_id: clientId,
        response_type: 'code',
        redirect_uri: redirectUri,
        scope,
        state,
        nonce,
        code_challenge: codeChallenge,
        code_challenge_method: 'S256',
        ...(claims === undefined ? {} : { claims }),
        ...(loginHint === undefined ? {} : { login_hint: loginHint }),
      }
      const asked = habits.asks?.(usual, { state, nonce, codeChallenge }) ?? usual
      return Promise.resolve(`${endpoint}/authorize?${new URLSearchParams(asked).toString()}`)
    },
    async redeem({ code, codeVerifier }: Redemption) {
      const usual = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: codeVerifier }
      const got = await ask(habits.redeems?.(usual) ?? usual)
      return { idToken: got.id_token ?? '', accessToken: got.access_token, tokens: JSON.stringify(got) }
    },
    async accessToken({ sessionKey, sessionLifetimeSeconds, force }) {
      const text = await tokens.get(sessionKey)
      if (text === undefined) throw new SignInRequired({ refused: true })
      const kept = keptSchema.parse(JSON.parse(text))
      if (!force && kept.expiresAt > Date.now() + 300_000) return kept.access_token
      const renewed = await ask({ grant_type: 'refresh_token', refresh_token: kept.refresh_token ?? '', scope })
      await tokens.put(sessionKey, JSON.stringify(renewed), sessionLifetimeSeconds)
      return renewed.access_token
    },
    signOutUrl: () =>
      `${endpoint}/logout?${new URLSearchParams({ post_logout_redirect_uri: settings.postLogoutRedirectUri }).toString()}`,
  }
}

/** The first of a form without some of its members. */
export function without(form: Form, ...names: readonly string[]): Form {
  return Object.fromEntries(Object.entries(form).filter(([name]) => !names.includes(name)))
}

/** The store that holds the tokens; `assemble` opens the stores in a fixed order. */
export function tokenStore(stores: readonly Store[]): Store {
  const [, tokens] = stores
  if (tokens === undefined) throw new Error('there is no store for tokens')
  return tokens
}
