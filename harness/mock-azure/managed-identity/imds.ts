import type { Service } from '../service.ts'
import { issueToken, type ManagedIdentityCloud } from './access-token.ts'
import { imdsHost } from './hosts.ts'
import { json, oauthError, readSelectors, type SourceRequest, times, tokenEndpoint } from './token-endpoint.ts'
import { chooseIdentity } from './workload.ts'

const selectors = { client_id: 'clientId', object_id: 'principalId', msi_res_id: 'resourceId' } as const

/** The first API version with an identity endpoint. */
const oldestVersion = '2018-02-01'

/**
 * The Instance Metadata Service of virtual machines.
 * Source: https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
 */
export function createImds(cloud: ManagedIdentityCloud): Service {
  return tokenEndpoint(cloud, {
    endpoint: 'imds.token',
    url: `http://${imdsHost}/metadata/identity/oauth2/token`,
    method: 'GET',
    answer: async (request) => refusal(request) ?? token(request),
  })
}

function refusal({ headers, query }: SourceRequest): Response | undefined {
  // A request that was forwarded for somebody else is how server-side request forgery looks.
  if (headers.has('x-forwarded-for')) return oauthError('invalid_request', 'X-Forwarded-For header is not allowed')
  if (headers.get('metadata') !== 'true') {
    return oauthError('bad_request_102', 'Required metadata header not specified')
  }
  const version = query.get('api-version')
  if (version === null) return missing('api-version')
  if (!/^\d{4}-\d\d-\d\d$/.test(version) || version < oldestVersion) {
    return oauthError('invalid_request', `The api-version '${version}' is not supported`)
  }
  return query.get('resource') ? undefined : missing('resource')
}

async function token({ cloud, query }: SourceRequest): Promise<Response> {
  const [selector, ...more] = readSelectors(query, selectors)
  if (more.length > 0)
    return oauthError('invalid_request', 'Only one of client_id, object_id and msi_res_id is allowed')
  const choice = chooseIdentity(cloud.workload, selector, { onlyOne: true })
  if (choice.found === undefined) return notFound(choice.why)
  const resource = query.get('resource') ?? ''
  const issued = await issueToken(cloud, choice.found, resource)
  if ('refused' in issued) return oauthError(issued.refused, issued.reason)
  return json({
    access_token: issued.accessToken,
    client_id: choice.found.clientId,
    refresh_token: '',
    ...times(issued),
    ext_expires_in: String(issued.expiresIn),
    resource,
    token_type: 'Bearer',
  })
}

function notFound(why: 'unknown' | 'none' | 'ambiguous'): Response {
  if (why !== 'ambiguous') return oauthError('invalid_request', 'Identity not found')
  const advice = 'please specify the clientId / resourceId of the identity in the token request'
  return oauthError('invalid_request', `Multiple user assigned identities exist, ${advice}`)
}

function missing(parameter: string): Response {
  return oauthError('invalid_request', `Required query variable '${parameter}' is missing`)
}
