import type { JsonObject } from '../../../json.ts'
import { entraJson } from '../answers.ts'
import { entraErrorAnswer, EntraFailure, unknownTenant } from '../errors.ts'
import type { EntraRequest } from '../request.ts'
import { clientCredentials } from './client-credentials.ts'
import { readParameters } from './parameters.ts'
import type { EndpointVersion, Grant } from './request.ts'

const grants: ReadonlyMap<string, Grant> = new Map([['client_credentials', clientCredentials]])

/** `/{tenant}/oauth2/v2.0/token` and `/{tenant}/oauth2/token`. Parameters it does not know are ignored (RFC 6749 §3.2). */
export async function token(request: EntraRequest, version: EndpointVersion): Promise<Response> {
  const { cloud } = request
  try {
    const answer = await grantToken(request, version)
    // The telemetry header the MSALs read: version, error, sub-error, token age, SPE info.
    return entraJson(answer, cloud.random, { cache: 'no-store', headers: { 'x-ms-clitelem': '1,0,0,,' } })
  } catch (error) {
    if (!(error instanceof EntraFailure)) throw error
    return entraErrorAnswer({ ...request, ...cloud }, error)
  }
}

async function grantToken(request: EntraRequest, version: EndpointVersion): Promise<JsonObject> {
  const { cloud, authority, segment, headers, body } = request
  if (authority === undefined) throw unknownTenant(segment)
  const parameters = readParameters(headers, body)
  const grantType = parameters.require('grant_type')
  const clientId = parameters.require('client_id')
  const grant = grants.get(grantType)
  if (grant === undefined) throw new EntraFailure(70003, { grant: grantType })
  return grant({ cloud, authority, version, parameters, grantType, clientId })
}
