import type { Clock, RandomSource } from '../../clock.ts'
import type { JsonObject } from '../../json.ts'
import { type Caller, checkBearer } from '../access/bearer.ts'
import type { Directory } from '../contract.ts'
import { addUserinfo } from '../entra/userinfo.ts'
import { atEndpoint, createRoutes, type Service } from '../service.ts'

interface GraphCloud {
  readonly directory: Directory
  readonly clock: Clock
  readonly random: RandomSource
}

const audiences = ['https://graph.microsoft.com', '00000003-0000-0000-c000-000000000000']

/** Any of them lets an app read the profile of the person who uses it. */
const profileScopes = ['User.Read', 'User.ReadBasic.All', 'User.ReadWrite', 'User.Read.All', 'User.ReadWrite.All']

/**
 * Microsoft Graph, as far as `/me` goes; the profile is what the token says of its user.
 * Source: https://learn.microsoft.com/graph/api/user-get
 */
export function createGraph(cloud: GraphCloud): Service {
  const app = createRoutes()
  addUserinfo(app, cloud)
  for (const path of ['/v1.0/me', '/beta/me']) {
    app.get(path, (context) =>
      // Graph is every tenant's: whose token it is comes out only when it is read.
      atEndpoint(context, { endpoint: 'graph.me', tenantId: undefined }, async () => {
        const verdict = await checkBearer(context.req.header('authorization'), {
          ...cloud,
          tenantId: undefined,
          audiences,
        })
        if (!verdict.ok) return unauthorized(cloud.random, verdict.reason)
        return me(cloud.random, verdict.caller, context.req.url)
      }),
    )
  }
  return { hosts: new Set(['graph.microsoft.com']), app }
}

function me(random: RandomSource, { claims, principalId, scopes }: Caller, url: string): Response {
  if (scopes === undefined) {
    const message = '/me request is only valid with delegated authentication flow.'
    return failure(random, 400, 'BadRequest', message)
  }
  if (!scopes.some((scope) => profileScopes.includes(scope))) {
    return failure(random, 403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.')
  }
  const text = (name: string): string | null => {
    const value = claims[name]
    return typeof value === 'string' ? value : null
  }
  return Response.json({
    '@odata.context': `https://graph.microsoft.com/${new URL(url).pathname.split('/')[1]}/$metadata#users/$entity`,
    id: principalId,
    displayName: text('name'),
    givenName: text('given_name'),
    surname: text('family_name'),
    userPrincipalName: text('upn') ?? text('unique_name') ?? text('preferred_username'),
    mail: null,
  })
}

function unauthorized(random: RandomSource, reason: string): Response {
  const message = reason === 'missing' ? 'Access token is empty.' : `Access token validation failure: ${reason}.`
  const challenge =
    'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"'
  return failure(random, 401, 'InvalidAuthenticationToken', message, { 'www-authenticate': challenge })
}

function failure(
  random: RandomSource,
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const requestId = random.uuid()
  const innerError: JsonObject = { 'request-id': requestId, 'client-request-id': requestId }
  return Response.json(
    { error: { code, message, innerError } },
    { status, headers: { ...headers, 'request-id': requestId } },
  )
}
