import type { Service } from '../service.ts'
import { issueToken, type ManagedIdentityCloud } from './access-token.ts'
import { localTokenServices } from './hosts.ts'
import { json, type SourceRequest, tokenEndpoint } from './token-endpoint.ts'
import { chooseIdentity } from './workload.ts'

const version = '2019-07-01-preview'

/**
 * The local token service of Service Fabric. The cluster's configuration decides the identity, never the request; the
 * only source that writes a time as a number.
 * Source: https://learn.microsoft.com/azure/service-fabric/how-to-managed-identity-service-fabric-app-code
 */
export function createServiceFabric(cloud: ManagedIdentityCloud): Service {
  return tokenEndpoint(cloud, {
    endpoint: 'service-fabric.token',
    url: localTokenServices['service-fabric'],
    method: 'GET',
    answer: async (request) => refusal(request) ?? token(request),
  })
}

function refusal({ cloud, headers, query }: SourceRequest): Response | undefined {
  const secret = headers.get('secret')
  if (secret === null) return failure(cloud, 400, 'SecretHeaderNotFound', 'Secret is not found in the request headers.')
  if (secret !== cloud.workload.identityHeader) return identityNotFound(cloud)
  const asked = query.get('api-version') ?? ''
  if (asked !== version) {
    const message = `The api-version '${asked}' is not supported. Supported version is '${version}'.`
    return failure(cloud, 400, 'InvalidApiVersion', message)
  }
  if (query.get('resource')) return undefined
  return failure(cloud, 400, 'ArgumentNullOrEmpty', "The parameter 'resource' should not be null or empty string.")
}

async function token({ cloud, query }: SourceRequest): Promise<Response> {
  const { found } = chooseIdentity(cloud.workload, undefined, { onlyOne: true })
  if (found === undefined) return identityNotFound(cloud)
  const resource = query.get('resource') ?? ''
  const issued = await issueToken(cloud, found, resource)
  if ('refused' in issued) return failure(cloud, 500, 'InternalServerError', 'An error occurred.')
  return json({
    token_type: 'Bearer',
    access_token: issued.accessToken,
    expires_on: issued.expiresOn,
    resource,
  })
}

function identityNotFound(cloud: ManagedIdentityCloud): Response {
  const message = 'Managed identity not found for the specified application host.'
  return failure(cloud, 404, 'ManagedIdentityNotFound', message)
}

function failure({ random }: ManagedIdentityCloud, status: number, code: string, message: string): Response {
  return json({ error: { correlationId: random.uuid(), code, message } }, status)
}
