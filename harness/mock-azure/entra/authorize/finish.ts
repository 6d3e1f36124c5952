import { base64url } from 'jose'

import { entraPage } from '../answers.ts'
import type { Account } from '../contract.ts'
import { entraErrorBody, type EntraFailure } from '../errors.ts'
import type { EntraErrorCode } from '../error-table.ts'
import { errorPage, messagePage } from '../html/pages.ts'
import { issueUserToken } from '../issue/access-token.ts'
import { checkRequirements } from '../issue/claims-request.ts'
import { issueIdToken } from '../issue/id-token.ts'
import { tokenLifetime } from '../issue/sign.ts'
import { grantedScopes, onlyTarget, readScopes } from '../issue/target.ts'
import type { EntraCloud, EntraRequest } from '../request.ts'
import { keepClient } from '../session.ts'
import type { SignIn } from '../state.ts'
import { clientInfo } from '../token/user-answer.ts'
import { wantedTargets } from './account-choice.ts'
import type { Purpose } from './purpose.ts'
import type { AuthorizeRequest } from './request.ts'
import { respond, respondError } from './response.ts'

/** Codes are good for ten minutes. */
const codeLifetimeMs = 10 * 60 * 1000

/** Problems that only the user or an administrator can do something about: the client does not hear of them. */
const shownToUser: ReadonlySet<EntraErrorCode> = new Set([50011, 50020, 50034, 50057, 50089, 50105, 50194, 90094])

/** The page that tells the user what went wrong. */
export async function failurePage(request: EntraRequest, failure: EntraFailure): Promise<Response> {
  const { cloud } = request
  return entraPage(await errorPage(entraErrorBody({ ...request, ...cloud }, failure)), cloud.random, 400)
}

/** Ends a sign-in that came to nothing. */
export async function fail(request: EntraRequest, purpose: Purpose, failure: EntraFailure): Promise<Response> {
  if (shownToUser.has(failure.code)) return failurePage(request, failure)
  if (purpose.kind === 'authorize') return respondError(request, purpose.wanted, purpose.wanted, failure)
  if (failure.code !== 65004) return failurePage(request, failure)
  purpose.device.state = 'declined'
  return entraPage(await messagePage('You declined', 'You can close this window.'), request.cloud.random)
}

/** Ends a sign-in that succeeded. */
export async function succeed(
  request: EntraRequest,
  purpose: Purpose,
  account: Account,
  signIn: SignIn,
): Promise<Response> {
  const { cloud } = request
  const { client } = purpose.wanted
  keepClient(request, signIn, { clientId: client.clientId, tenantId: account.tenant.id })
  if (purpose.kind === 'authorize') {
    const { wanted } = purpose
    return respond(request, wanted, wanted, await responseValues(cloud, wanted, account, signIn))
  }
  purpose.device.state = { signIn, tenantId: account.tenant.id }
  const message = `You have signed in to the ${client.displayName} application on your device. You may now close this window.`
  return entraPage(await messagePage('You have signed in', message), cloud.random)
}

async function responseValues(
  cloud: EntraCloud,
  wanted: AuthorizeRequest,
  account: Account,
  signIn: SignIn,
): Promise<Record<string, string>> {
  const { client, parts, version, nonce, mode } = wanted
  const code = parts.has('code') ? keepCode(cloud, wanted, account, signIn) : undefined
  const access = parts.has('token') ? await accessValues(cloud, wanted, account, signIn) : undefined
  const idToken = parts.has('id_token')
    ? await issueIdToken(cloud, {
        account,
        client,
        signIn,
        version,
        nonce,
        openId: readScopes(wanted.scope).openId,
        beside: {
          ...(code === undefined ? {} : { code }),
          ...(access === undefined ? {} : { accessToken: access.access_token }),
        },
        inUrl: mode === 'fragment',
      })
    : undefined
  return {
    ...(code === undefined ? {} : { code }),
    ...access,
    ...(idToken === undefined ? {} : { id_token: idToken }),
    ...(wanted.wantsClientInfo ? { client_info: clientInfo(account) } : {}),
    session_state: signIn.sid,
  }
}

function keepCode(
  { state, random, clock }: EntraCloud,
  wanted: AuthorizeRequest,
  account: Account,
  signIn: SignIn,
): string {
  const { client, platform, scope, segment, redirectUri, challenge, nonce, claims } = wanted
  const code = `1.${base64url.encode(random.bytes(64))}`
  state.codes.set(code, {
    signIn,
    platform,
    scope,
    segment,
    redirectUri,
    clientId: client.clientId,
    tenantId: account.tenant.id,
    expiresAt: clock.now() + codeLifetimeMs,
    redeemed: false,
    ...(challenge === undefined ? {} : { challenge }),
    ...(nonce === undefined ? {} : { nonce }),
    ...(claims === undefined ? {} : { claims }),
  })
  return code
}

/** The implicit grant's token (RFC 6749 §4.2.2). */
async function accessValues(cloud: EntraCloud, wanted: AuthorizeRequest, account: Account, signIn: SignIn) {
  const { client, asked } = wanted
  const target = onlyTarget(wantedTargets(cloud, wanted, account))
  checkRequirements(target.app, asked, signIn)
  const scopes = grantedScopes(cloud.directory, account, client, target)
  const token = await issueUserToken(cloud, { account, client, proof: '0', target, signIn, scopes, asked })
  return {
    access_token: token,
    token_type: 'Bearer',
    expires_in: String(tokenLifetime.expiresIn),
    scope: scopes.map((scope) => `${target.prefix}${scope}`).join(' '),
  }
}
