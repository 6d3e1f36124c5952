import type { Service } from '../service.ts'
import { issueToken, type ManagedIdentityCloud } from './access-token.ts'
import { localTokenServices } from './hosts.ts'
import { json, readSelectors, type SourceRequest, times, tokenEndpoint } from './token-endpoint.ts'
import { chooseIdentity } from './workload.ts'

const selectors = { clientid: 'clientId' } as const

/**
 * The local token service of Azure Machine Learning: App Service's first protocol, with the times as epoch seconds.
 * Source: the clients (msal-node, MSAL Python); Microsoft documents the environment variables alone.
 */
export function createAzureMl(cloud: ManagedIdentityCloud): Service {
  return tokenEndpoint(cloud, {
    endpoint: 'azure-ml.token',
    url: localTokenServices['azure-ml'],
    method: 'GET',
    answer: async (request) => refusal(request) ?? token(request),
  })
}

function refusal({ cloud, headers, query }: SourceRequest): Response | undefined {
  if (headers.get('secret') !== cloud.workload.identityHeader) return failure(401, 'Unauthorized')
  if (query.get('api-version') !== '2017-09-01') return failure(400, 'The api-version is missing or not supported.')
  return query.get('resource') ? undefined : failure(400, "The parameter 'resource' is required.")
}

async function token({ cloud, query }: SourceRequest): Promise<Response> {
  const [selector] = readSelectors(query, selectors)
  const { found } = chooseIdentity(cloud.workload, selector, { onlyOne: true })
  if (found === undefined) return failure(400, 'No Managed Identity found for specified ClientId.')
  const resource = query.get('resource') ?? ''
  const issued = await issueToken(cloud, found, resource)
  if ('refused' in issued) return failure(500, 'An unexpected error occured while fetching the AAD Token.')
  const { expires_on } = times(issued)
  return json({
    access_token: issued.accessToken,
    client_id: found.clientId,
    expires_on,
    resource,
    token_type: 'Bearer',
  })
}

function failure(statusCode: number, message: string): Response {
  return json({ statusCode, message }, statusCode)
}
