import { entraPage } from './answers.ts'
import type { EntraRequest } from './request.ts'
import { entraErrorBody, EntraFailure, unknownTenant } from './errors.ts'

/**
 * `/{tenant}/oauth2/v2.0/authorize`. Until a client and its redirect URI are known good, an error is shown to the user
 * and never redirected (RFC 6749 §4.1.2.1). Registrations hold no redirect URI yet, so every request ends here.
 */
export function authorize(request: EntraRequest): Response {
  const { cloud, url, body } = request
  const parameters = new URLSearchParams(request.method === 'POST' ? body : url.search)
  const error = entraErrorBody({ ...request, ...cloud }, problem(request, parameters))
  return entraPage('Sign in to your account', error.error_description, cloud.random, 400)
}

function problem({ cloud, segment, authority }: EntraRequest, parameters: URLSearchParams): EntraFailure {
  if (authority === undefined) return unknownTenant(segment)
  const client = parameters.get('client_id')
  if (client === null) return new EntraFailure(900144, { parameter: 'client_id' })
  const tenants = authority.kind === 'tenant' ? [authority.tenant] : cloud.directory.tenants
  if (!tenants.some(({ id }) => cloud.directory.app(id, client))) {
    return new EntraFailure(700016, { client, tenant: segment })
  }
  const redirectUri = parameters.get('redirect_uri')
  return redirectUri === null ? new EntraFailure(500113) : new EntraFailure(50011, { redirectUri, client })
}
