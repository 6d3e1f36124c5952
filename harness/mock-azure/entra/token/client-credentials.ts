import type { JsonObject } from '../../../json.ts'
import { EntraFailure } from '../errors.ts'
import { issueAppOnlyToken } from '../issue/access-token.ts'
import { tokenLifetime } from '../issue/sign.ts'
import type { Target } from '../issue/target.ts'
import { readScopes } from '../issue/target.ts'
import { authenticateClient } from './client-authentication.ts'
import { findClient, type TokenRequest } from './request.ts'

/**
 * The client credentials grant (RFC 6749 §4.4).
 * Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 */
export async function clientCredentials(request: TokenRequest): Promise<JsonObject> {
  const { authority, grantType, version } = request
  if (authority.segment === 'common' || authority.segment === 'consumers') {
    throw new EntraFailure(9001023, { grant: grantType })
  }
  if (authority.kind === 'any-tenant') throw new EntraFailure(50059)
  const { tenant } = authority
  const client = findClient(request, tenant.id)
  const { proof, federated } = await authenticateClient(request, client, { tenant, credential: 'must' })
  const target = findTarget(request, tenant.id)
  const accessToken = await issueAppOnlyToken(request.cloud, { tenant, client, proof, federated, target })

  const { expiresIn, extendedExpiresIn } = tokenLifetime
  if (version === '2.0') {
    return { token_type: 'Bearer', expires_in: expiresIn, ext_expires_in: extendedExpiresIn, access_token: accessToken }
  }
  const now = Math.floor(request.cloud.clock.now() / 1000)
  return {
    token_type: 'Bearer',
    expires_in: String(expiresIn),
    ext_expires_in: String(extendedExpiresIn),
    expires_on: String(now + expiresIn),
    not_before: String(now - tokenLifetime.backdated),
    resource: target.name,
    access_token: accessToken,
  }
}

/** The API the token is for, and how the client named it, which is a v1 token's audience. */
function findTarget({ parameters, version, cloud }: TokenRequest, tenantId: string): Pick<Target, 'app' | 'name'> {
  const name = version === '2.0' ? resourceOf(parameters.require('scope')) : parameters.require('resource')
  const app = cloud.directory.app(tenantId, name)
  if (app === undefined) throw new EntraFailure(500011, { resource: name, tenant: tenantId })
  return { app, name }
}

/** `api://…/.default`: one resource, all its permissions. The OpenID scopes that some SDKs add are ignored. */
function resourceOf(scope: string): string {
  const [first, ...more] = readScopes(scope).resources
  if (first === undefined || more.length > 0) throw new EntraFailure(70011, { scope })
  if (first.permissions.length !== 1 || first.permissions[0] !== '.default' || first.prefix === '') {
    throw new EntraFailure(1002012, { scope })
  }
  return first.name
}
