import type { JsonObject } from '../../../json.ts'
import { EntraFailure } from '../errors.ts'
import { accountIn, tenantOf } from './accounts.ts'
import { authenticateRedeemer, isSameClient, unknownGrant } from './redemption.ts'
import { findClient, type TokenRequest } from './request.ts'
import { answerForUser } from './user-answer.ts'

/**
 * The refresh token grant (RFC 6749 §6). A refresh token is bound to its user and its client, not to an API or a
 * tenant; every use gives a new one and the old one stays good.
 * Source: https://learn.microsoft.com/entra/identity-platform/refresh-tokens
 */
export async function refreshToken(request: TokenRequest): Promise<JsonObject> {
  const { cloud, authority, clientId, parameters } = request
  const value = parameters.require('refresh_token')
  const known = cloud.state.refreshTokens.get(value)
  if (known === undefined || !isSameClient(known.clientId, clientId)) {
    if (authority.kind === 'tenant') findClient(request, authority.tenant.id)
    throw unknownGrant('refresh_token', value)
  }
  const { platform, signIn, scope, expiresAt } = known
  const tenant = tenantOf(cloud, authority, known.tenantId)
  const client = findClient(request, tenant.id)
  const proof = await authenticateRedeemer(request, client, tenant, platform)
  if (known.revoked) throw new EntraFailure(50173)
  if (expiresAt <= cloud.clock.now()) throw new EntraFailure(platform === 'spa' ? 700084 : 700082)

  const account = accountIn(cloud, tenant, signIn.userId, clientId)
  return answerForUser(request, {
    account,
    client,
    proof,
    platform,
    signIn,
    scope,
    ...(platform === 'spa' ? { refreshUntil: expiresAt } : {}),
  })
}
