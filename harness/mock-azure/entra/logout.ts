import { decodeJwt } from 'jose'

import type { AppSeed } from './app-contract.ts'
import { entraPage, entraRedirect } from './answers.ts'
import { issuerV2 } from './authority.ts'
import { failurePage } from './authorize/finish.ts'
import { EntraFailure } from './errors.ts'
import { signedOutPage } from './html/pages.ts'
import type { EntraRequest } from './request.ts'
import { findSession } from './session.ts'
import type { SignIn } from './state.ts'
import { type Parameters, readPageParameters } from './token/parameters.ts'

/**
 * `/{tenant}/oauth2/v2.0/logout`: ends the browser's session, or the part of it that `logout_hint` names, has the apps
 * that used it sign out too, and goes on to `post_logout_redirect_uri` if that is a redirect URI of an app here.
 * Source: https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc#send-a-sign-out-request
 */
export async function logout(request: EntraRequest): Promise<Response> {
  const { cloud, method, url, headers, body } = request
  try {
    const parameters = readPageParameters(method, url, headers, body)
    const ended = endSignIns(request, parameters.get('logout_hint'))
    const frames = ended.flatMap((signIn) => frontChannelUrls(request, signIn))
    const next = findNext(request, parameters)
    if (next !== undefined && frames.length === 0) return entraRedirect(next, cloud.random)
    return entraPage(await signedOutPage(frames, next), cloud.random)
  } catch (error) {
    if (!(error instanceof EntraFailure)) throw error
    return failurePage(request, error)
  }
}

/** The hint is a user name, or the `login_hint` claim of an ID token. */
function endSignIns(request: EntraRequest, hint: string | undefined): readonly SignIn[] {
  const session = findSession(request)
  if (session === undefined) return []
  const isMeant = ({ userId }: SignIn): boolean => {
    const userName = request.cloud.directory.user(userId)?.userName ?? ''
    const claim = Buffer.from(`O.${userName}`).toString('base64url')
    return hint === undefined || hint.toLowerCase() === userName.toLowerCase() || hint === claim
  }
  const ended = session.signIns.filter(isMeant)
  session.signIns = session.signIns.filter((signIn) => !ended.includes(signIn))
  return ended
}

/** Source: OpenID Connect Front-Channel Logout 1.0 §2 */
function frontChannelUrls({ cloud }: EntraRequest, { sid }: SignIn): readonly string[] {
  return [...(cloud.state.clients.get(sid) ?? [])].flatMap(([clientId, tenantId]) => {
    const { logoutUrl } = allApps(cloud).find((app) => app.clientId === clientId) ?? {}
    if (logoutUrl === undefined) return []
    const url = new URL(logoutUrl)
    url.searchParams.set('sid', sid)
    url.searchParams.set('iss', issuerV2(tenantId))
    return [url.href]
  })
}

/** The app that asks is known by its ID token or its client ID; without either, any app of the path's tenant may. */
function findNext({ cloud, authority }: EntraRequest, parameters: Parameters): string | undefined {
  const asked = parameters.get('post_logout_redirect_uri')
  if (asked === undefined) return undefined
  const clientId = parameters.get('client_id') ?? clientOf(parameters.get('id_token_hint'))
  const inTenant = authority?.kind === 'tenant' ? cloud.directory.apps(authority.tenant.id) : allApps(cloud)
  const apps = clientId === undefined ? inTenant : allApps(cloud).filter((app) => app.clientId === clientId)
  const isRegistered = apps.some(({ redirectUris: { web = [], spa = [] } = {} }) => [...web, ...spa].includes(asked))
  if (!isRegistered) return undefined
  const state = parameters.get('state')
  if (state === undefined) return asked
  return `${asked}${asked.includes('?') ? '&' : '?'}${new URLSearchParams({ state }).toString()}`
}

function allApps({ directory }: EntraRequest['cloud']): readonly AppSeed[] {
  return directory.tenants.flatMap(({ id }) => directory.apps(id))
}

/** The token may well be expired; who made it up only signs this browser out. */
function clientOf(idToken: string | undefined): string | undefined {
  try {
    const { aud } = decodeJwt(idToken ?? '')
    return typeof aud === 'string' ? aud : undefined
  } catch {
    return undefined
  }
}
