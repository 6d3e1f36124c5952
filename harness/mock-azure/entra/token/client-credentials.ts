import type { JsonObject } from '../../../json.ts'
import type { AppSeed } from '../../contract.ts'
import { EntraFailure } from '../errors.ts'
import { signAppOnlyToken, tokenLifetime } from './access-token.ts'
import { authenticateClient } from './client-authentication.ts'
import { findClient, type TokenRequest } from './request.ts'

const defaultSuffix = '/.default'

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
  const proof = authenticateClient(request, client)
  const { resource, app } = findResource(request, tenant.id)
  const accessToken = await signAppOnlyToken({ ...request.cloud, tenant, client, proof, resource, app })

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
    resource,
    access_token: accessToken,
  }
}

/** The API the token is for, and how the client named it, which is a v1 token's audience. */
function findResource(request: TokenRequest, tenantId: string): { resource: string; app: AppSeed } {
  const { parameters, version, cloud } = request
  const resource = version === '2.0' ? resourceOf(parameters.require('scope')) : parameters.require('resource')
  const app = cloud.directory.app(tenantId, resource)
  if (app === undefined) throw new EntraFailure(500011, { resource, tenant: tenantId })
  return { resource, app }
}

/** `api://…/.default`: one resource, all its permissions. The OpenID scopes that some SDKs add are ignored. */
function resourceOf(scope: string): string {
  const named = scope.split(' ').filter((part) => part !== '' && !openIdScopes.has(part))
  const [first, ...more] = named
  if (first === undefined || more.length > 0) throw new EntraFailure(70011, { scope })
  if (!first.endsWith(defaultSuffix)) throw new EntraFailure(1002012, { scope })
  return first.slice(0, -defaultSuffix.length)
}

const openIdScopes = new Set(['openid', 'profile', 'email', 'offline_access'])
