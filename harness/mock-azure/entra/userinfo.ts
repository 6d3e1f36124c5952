import type { Clock } from '../../clock.ts'
import type { JsonObject } from '../../json.ts'
import { pairwiseSubject } from '../../tokens/claims.ts'
import { checkBearer } from '../access/bearer.ts'
import { atEndpoint, type Service } from '../service.ts'
import type { Directory } from './contract.ts'
import { graphId } from './issue/target.ts'

interface UserinfoCloud {
  readonly directory: Directory
  readonly clock: Clock
}

/**
 * `https://graph.microsoft.com/oidc/userinfo` (OpenID Connect Core 1.0 §5.3): who the token's user is to the client that
 * holds it; `sub` is that of the client's ID tokens. A route of Graph's host.
 * Source: https://learn.microsoft.com/entra/identity-platform/userinfo
 */
export function addUserinfo(app: Service['app'], cloud: UserinfoCloud): void {
  app.on(['GET', 'POST'], '/oidc/userinfo', (context) =>
    atEndpoint(context, { endpoint: 'entra.userinfo', tenantId: undefined }, () =>
      userinfo(cloud, context.req.header('authorization')),
    ),
  )
}

/** The same at the address that v1 discovery names. */
export async function userinfo(cloud: UserinfoCloud, authorization: string | undefined): Promise<Response> {
  const audiences = [graphId, 'https://graph.microsoft.com']
  const verdict = await checkBearer(authorization, { ...cloud, tenantId: undefined, audiences })
  if (!verdict.ok) return refused(401, 'InvalidAuthenticationToken', 'CompactToken validation failed.')
  const { scopes = [], principalId, tenantId, clientId } = verdict.caller
  const account = cloud.directory.account(tenantId, principalId)
  if (!scopes.includes('openid') || account === undefined) {
    return refused(403, 'AccessDenied', 'The token lacks the scope openid, or its user does not exist.')
  }
  const { user } = account
  const claims: JsonObject = {
    sub: pairwiseSubject(principalId, clientId),
    ...(scopes.includes('profile')
      ? {
          name: user.displayName ?? `${user.givenName} ${user.familyName}`,
          family_name: user.familyName,
          given_name: user.givenName,
          picture: 'https://graph.microsoft.com/v1.0/me/photo/$value',
        }
      : {}),
    ...(scopes.includes('email') && user.email !== undefined ? { email: user.email } : {}),
  }
  return Response.json(claims)
}

function refused(status: 401 | 403, code: string, message: string): Response {
  const headers = { 'www-authenticate': `Bearer error="${status === 401 ? 'invalid_token' : 'insufficient_scope'}"` }
  return Response.json({ error: { code, message } }, { status, headers })
}
