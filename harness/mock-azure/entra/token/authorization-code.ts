import { createHash } from 'node:crypto'

import type { JsonObject } from '../../../json.ts'
import { EntraFailure } from '../errors.ts'
import type { AuthorizationCode } from '../state.ts'
import { accountIn, tenantOf } from './accounts.ts'
import { authenticateRedeemer, isSameClient, unknownGrant } from './redemption.ts'
import { findClient, type TokenRequest } from './request.ts'
import { answerForUser } from './user-answer.ts'

/**
 * The authorization code grant (RFC 6749 §4.1.3) with PKCE (RFC 7636 §4.6). A code is good once: what comes later, or at
 * the same time, finds it redeemed.
 * Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#redeem-a-code-for-an-access-token
 */
export async function authorizationCode(request: TokenRequest): Promise<JsonObject> {
  const { cloud, authority, clientId, parameters } = request
  const value = parameters.require('code')
  const redirectUri = parameters.require('redirect_uri')
  const code = cloud.state.codes.get(value)
  if (code === undefined || !isSameClient(code.clientId, clientId)) {
    if (authority.kind === 'tenant') findClient(request, authority.tenant.id)
    throw unknownGrant('code', value)
  }
  if (![code.segment, code.tenantId].includes(authority.segment)) throw new EntraFailure(700005)
  const tenant = tenantOf(cloud, authority, code.tenantId)
  const client = findClient(request, tenant.id)
  const proof = await authenticateRedeemer(request, client, tenant, code.platform)
  if (code.redirectUri !== redirectUri) throw new EntraFailure(500112, { redirectUri, expected: code.redirectUri })
  checkVerifier(code, parameters.get('code_verifier'))
  // From here to the mark nothing is awaited: of several redemptions at once only one gets past it.
  if (code.redeemed) throw new EntraFailure(54005)
  if (code.expiresAt <= cloud.clock.now()) throw new EntraFailure(70008)
  code.redeemed = true

  const account = accountIn(cloud, tenant, code.signIn.userId, clientId)
  const { platform, signIn, scope, nonce, claims } = code
  return answerForUser(request, {
    account,
    client,
    proof,
    platform,
    signIn,
    scope,
    ...(nonce === undefined ? {} : { nonce }),
    ...(claims === undefined ? {} : { claims }),
  })
}

/** @throws {EntraFailure} 501481, also for a verifier that nobody announced: it shows that the challenge was taken away */
function checkVerifier({ challenge }: AuthorizationCode, verifier: string | undefined): void {
  if (challenge === undefined && verifier === undefined) return
  if (challenge === undefined || verifier === undefined) throw new EntraFailure(501481)
  const computed = challenge.method === 'plain' ? verifier : createHash('sha256').update(verifier).digest('base64url')
  if (computed !== challenge.value) throw new EntraFailure(501481)
}
