import type { JsonObject } from '../../../json.ts'
import { entraJson } from '../answers.ts'
import { entraErrorAnswer, EntraFailure, unknownTenant } from '../errors.ts'
import type { EntraRequest } from '../request.ts'
import { authorizationCode } from './authorization-code.ts'
import { clientCredentials } from './client-credentials.ts'
import { deviceCode } from './device-code.ts'
import { onBehalfOf } from './on-behalf-of.ts'
import { readParameters } from './parameters.ts'
import { password } from './password.ts'
import { refreshToken } from './refresh-token.ts'
import type { EndpointVersion, Grant } from './request.ts'

const grants: ReadonlyMap<string, Grant> = new Map([
  ['authorization_code', authorizationCode],
  ['client_credentials', clientCredentials],
  // MSAL's name for the device code grant.
  ['device_code', deviceCode],
  ['password', password],
  ['refresh_token', refreshToken],
  ['urn:ietf:params:oauth:grant-type:device_code', deviceCode],
  ['urn:ietf:params:oauth:grant-type:jwt-bearer', onBehalfOf],
])

/** `/{tenant}/oauth2/v2.0/token` and `/{tenant}/oauth2/token`. Parameters it does not know are ignored (RFC 6749 §3.2). */
export async function token(request: EntraRequest, version: EndpointVersion): Promise<Response> {
  const { cloud } = request
  try {
    const answer = await grantToken(request, version)
    // The telemetry header the MSALs read: version, error, sub-error, token age, SPE info.
    const headers = { 'x-ms-clitelem': '1,0,0,,' }
    return forPages(request, entraJson(answer, cloud.random, { cache: 'no-store', headers }))
  } catch (error) {
    if (!(error instanceof EntraFailure)) throw error
    return forPages(request, entraErrorAnswer({ ...request, ...cloud }, error))
  }
}

/** A page of another origin may read the answer, whatever it is. */
function forPages({ headers }: EntraRequest, answer: Response): Response {
  if (headers.has('origin')) answer.headers.set('access-control-allow-origin', '*')
  return answer
}

async function grantToken(request: EntraRequest, version: EndpointVersion): Promise<JsonObject> {
  const { cloud, authority, segment, headers, body } = request
  if (authority === undefined) throw unknownTenant(segment)
  const parameters = readParameters(headers, body)
  const grantType = parameters.require('grant_type')
  const clientId = parameters.require('client_id')
  const grant = grants.get(grantType)
  if (grant === undefined) throw new EntraFailure(70003, { grant: grantType })
  const origin = headers.get('origin') ?? undefined
  return grant({ cloud, authority, version, parameters, grantType, clientId, origin })
}
