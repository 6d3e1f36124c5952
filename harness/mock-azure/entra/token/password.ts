import type { JsonObject } from '../../../json.ts'
import type { Tenant } from '../contract.ts'
import { EntraFailure } from '../errors.ts'
import { newSignIn } from '../sign-in.ts'
import { authenticateClient } from './client-authentication.ts'
import { findClient, type TokenRequest } from './request.ts'
import { answerForUser, checkEnabled } from './user-answer.ts'

/**
 * The resource owner password credentials grant (RFC 6749 §4.3), for members of a tenant only.
 * Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth-ropc
 */
export async function password(request: TokenRequest): Promise<JsonObject> {
  const { cloud, parameters, version } = request
  const userName = parameters.require('username')
  const secret = parameters.require('password')
  const scope = version === '2.0' ? parameters.require('scope') : ''
  const tenant = findTenant(request, userName)
  const client = findClient(request, tenant.id)
  const credential = client.allowPublicClientFlows === true ? 'may' : 'must'
  const { proof } = await authenticateClient(request, client, { tenant, credential })

  const account = cloud.directory.account(tenant.id, userName)
  if (account === undefined || account.home.id !== tenant.id) {
    throw new EntraFailure(50034, { user: userName, tenant: tenant.displayName })
  }
  checkEnabled(account)
  if (account.user.password !== secret) throw new EntraFailure(50126)
  if (account.user.multifactor === true) throw new EntraFailure(50076, { resource: client.clientId })
  const platform = proof === '0' ? 'publicClient' : 'web'
  return answerForUser(request, { account, client, proof, platform, signIn: newSignIn(cloud, account, []), scope })
}

function findTenant({ cloud, authority, grantType }: TokenRequest, userName: string): Tenant {
  if (authority.segment === 'common' || authority.segment === 'consumers') {
    throw new EntraFailure(9001023, { grant: grantType })
  }
  if (authority.kind === 'tenant') return authority.tenant
  const tenant = cloud.directory.tenant(cloud.directory.user(userName)?.tenantId ?? '')
  if (tenant === undefined) throw new EntraFailure(50034, { user: userName, tenant: authority.segment })
  return tenant
}
