import type { JsonObject } from '../../../json.ts'
import { approveAutomatically } from '../device-authorization.ts'
import { EntraFailure } from '../errors.ts'
import { accountIn, tenantOf } from './accounts.ts'
import { authenticateClient } from './client-authentication.ts'
import { isSameClient } from './redemption.ts'
import { findClient, type TokenRequest } from './request.ts'
import { answerForUser } from './user-answer.ts'

/**
 * The device code grant (RFC 8628 §3.4): what a device asks again and again until its user has signed in elsewhere.
 * Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code#expected-errors
 */
export async function deviceCode(request: TokenRequest): Promise<JsonObject> {
  const { cloud, authority, clientId, parameters } = request
  const device = cloud.state.devices.get(parameters.require('device_code'))
  if (device === undefined || !isSameClient(device.clientId, clientId)) throw new EntraFailure(70018)
  if (device.state === 'pending') approveAutomatically(cloud, device)

  const { state, scope } = device
  if (device.expiresAt <= cloud.clock.now()) throw new EntraFailure(70020)
  if (state === 'redeemed') throw new EntraFailure(54005)
  if (state === 'declined') throw new EntraFailure(65004, {}, { as: 'authorization_declined' })
  if (state === 'pending') throw new EntraFailure(70016)

  const tenant = tenantOf(cloud, authority, state.tenantId)
  const client = findClient(request, tenant.id)
  const credential = client.allowPublicClientFlows === true ? 'may' : 'must'
  const { proof } = await authenticateClient(request, client, { tenant, credential })
  // Nothing was awaited since the other redemptions were looked for, but for the client's proof.
  if (device.state === 'redeemed') throw new EntraFailure(54005)
  device.state = 'redeemed'
  const account = accountIn(cloud, tenant, state.signIn.userId, clientId)
  const platform = proof === '0' ? 'publicClient' : 'web'
  return answerForUser(request, { account, client, proof, platform, signIn: state.signIn, scope })
}
