import { type Save, saveCollections } from '../save.ts'
import type { Service } from '../service.ts'
import { issueToken, type ManagedIdentityCloud } from './access-token.ts'
import type { ArcAgent } from './contract.ts'
import { localTokenServices } from './hosts.ts'
import { json, oauthError, readSelectors, type SourceRequest, times, tokenEndpoint } from './token-endpoint.ts'
import { chooseIdentity } from './workload.ts'

const selectors = { client_id: 'clientId', object_id: 'principalId', msi_res_id: 'resourceId' } as const

const defaultTokensFolder = '/var/opt/azcmagent/tokens/'

/**
 * The Hybrid Instance Metadata Service of Arc-enabled servers. It names a file that only those who may use the
 * identity can read, and answers who comes back with its content.
 * Source: https://learn.microsoft.com/azure/azure-arc/servers/managed-identity-authentication
 */
export function createArc(
  cloud: ManagedIdentityCloud,
  agent: ArcAgent,
): { readonly service: Service; readonly save: Save } {
  // Any key of this agent opens: clients that retry send the one they have.
  const keys: string[] = []
  const challenge = async (): Promise<Response> => {
    const key = cloud.random.uuid()
    const path = `${agent.tokensFolder ?? defaultTokensFolder}${cloud.random.uuid()}.key`
    await agent.saveKey(path, key)
    keys.push(key)
    const body = { error: 'unauthorized_client', error_description: 'Missing Basic Authorization header' }
    return json(body, 401, { 'www-authenticate': `Basic realm=${path}` })
  }
  const service = tokenEndpoint(cloud, {
    endpoint: 'arc.token',
    url: localTokenServices.arc,
    method: 'GET',
    answer: async (request) => {
      const refused = refusal(request)
      if (refused !== undefined) return refused
      const key = /^basic +(.*)$/is.exec(request.headers.get('authorization') ?? '')?.[1]
      return key !== undefined && keys.includes(key.trim()) ? token(request) : challenge()
    },
  })
  return { service, save: () => saveCollections([keys]) }
}

function refusal({ headers, query }: SourceRequest): Response | undefined {
  if (headers.get('metadata') !== 'true') {
    return oauthError('bad_request_102', 'Required metadata header not specified')
  }
  const version = query.get('api-version') ?? ''
  if (!['2019-11-01', '2020-06-01'].includes(version)) {
    return oauthError('invalid_request', `The api-version '${version}' is not supported`)
  }
  return query.get('resource') ? undefined : oauthError('invalid_request', 'Required audience parameter not specified')
}

async function token({ cloud, query }: SourceRequest): Promise<Response> {
  const [selector] = readSelectors(query, selectors)
  const { found } = chooseIdentity(cloud.workload, selector, { onlyOne: false })
  if (found === undefined) return oauthError('invalid_request', 'Identity not found')
  const resource = query.get('resource') ?? ''
  const issued = await issueToken(cloud, found, resource)
  if ('refused' in issued) return oauthError(issued.refused, issued.reason)
  return json({
    access_token: issued.accessToken,
    ...times(issued),
    resource,
    token_type: 'Bearer',
    // An agent that knows user-assigned identities says which one it used; clients check it.
    ...(selector === undefined
      ? {}
      : { client_id: found.clientId, object_id: found.principalId, msi_res_id: found.resourceId }),
  })
}
