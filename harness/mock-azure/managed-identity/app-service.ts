import type { Service } from '../service.ts'
import { issueToken, type ManagedIdentityCloud } from './access-token.ts'
import { localTokenServices } from './hosts.ts'
import { json, readSelectors, type SourceRequest, times, tokenEndpoint } from './token-endpoint.ts'
import { chooseIdentity } from './workload.ts'

const selectors = {
  client_id: 'clientId',
  principal_id: 'principalId',
  object_id: 'principalId',
  mi_res_id: 'resourceId',
} as const

/**
 * The local token service of App Service, Functions and Container Apps. Without a selector it knows the
 * system-assigned identity alone.
 * Source: https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
 */
export function createAppService(cloud: ManagedIdentityCloud): Service {
  return tokenEndpoint(cloud, {
    endpoint: 'app-service.token',
    url: localTokenServices['app-service'],
    method: 'GET',
    answer: async (request) => refusal(request) ?? token(request),
  })
}

function refusal({ cloud, headers, query }: SourceRequest): Response | undefined {
  if (headers.get('x-identity-header') !== cloud.workload.identityHeader) return failure(401, 'Unauthorized')
  if (query.get('api-version') !== '2019-08-01') return failure(400, 'The api-version is missing or not supported.')
  return query.get('resource') ? undefined : failure(400, "The parameter 'resource' is required.")
}

async function token({ cloud, query }: SourceRequest): Promise<Response> {
  const [selector, ...more] = readSelectors(query, selectors)
  if (more.length > 0) return failure(400, 'Only one parameter may name the identity.')
  const { found } = chooseIdentity(cloud.workload, selector, { onlyOne: false })
  if (found === undefined) {
    const where = 'for specified ClientId/ResourceId/PrincipalId.'
    return failure(400, `No User Assigned or Delegated Managed Identity found ${where}`)
  }
  const resource = query.get('resource') ?? ''
  const issued = await issueToken(cloud, found, resource)
  if ('refused' in issued) return failure(500, 'An unexpected error occured while fetching the AAD Token.')
  const { expires_on, not_before } = times(issued)
  return json({
    access_token: issued.accessToken,
    client_id: found.clientId,
    expires_on,
    not_before,
    resource,
    token_type: 'Bearer',
  })
}

function failure(statusCode: number, message: string): Response {
  return json({ statusCode, message }, statusCode)
}
