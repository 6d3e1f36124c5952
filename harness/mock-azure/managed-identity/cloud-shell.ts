import type { Service } from '../service.ts'
import { issueToken, type ManagedIdentityCloud } from './access-token.ts'
import { localTokenServices } from './hosts.ts'
import { json, type SourceRequest, times, tokenEndpoint } from './token-endpoint.ts'
import { chooseIdentity } from './workload.ts'

/**
 * The token service inside Azure Cloud Shell. There it hands out tokens of the person at the shell; here they are the
 * workload's own, since no person sits in front of a process under test.
 * Source: https://learn.microsoft.com/azure/cloud-shell/msi-authorization
 */
export function createCloudShell(cloud: ManagedIdentityCloud): Service {
  return tokenEndpoint(cloud, {
    endpoint: 'cloud-shell.token',
    url: localTokenServices['cloud-shell'],
    method: 'POST',
    answer: token,
  })
}

async function token({ cloud, headers, form }: SourceRequest): Promise<Response> {
  if (headers.get('metadata') !== 'true') return failure('bad_request_102', 'Required metadata header not specified')
  const resource = form.get('resource')
  if (!resource) return failure('invalid_request', 'Required audience parameter not specified')
  const { found } = chooseIdentity(cloud.workload, undefined, { onlyOne: true })
  if (found === undefined) return failure('invalid_request', 'Identity not found')
  const issued = await issueToken(cloud, found, resource)
  if ('refused' in issued) {
    return failure('AudienceNotSupported', `Audience ${resource} is not a supported MSI token audience.`)
  }
  return json({
    access_token: issued.accessToken,
    refresh_token: '',
    ...times(issued),
    resource,
    token_type: 'Bearer',
  })
}

function failure(code: string, message: string): Response {
  return json({ error: { code, message } }, 400)
}
