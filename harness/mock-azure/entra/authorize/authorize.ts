import { EntraFailure } from '../errors.ts'
import type { EntraRequest } from '../request.ts'
import { type Parameters, readPageParameters } from '../token/parameters.ts'
import { fail, failurePage } from './finish.ts'
import { begin } from './flow.ts'
import { type Redirection, readRedirection } from './redirection.ts'
import { type AuthorizeRequest, readAuthorizeRequest, readErrorForm } from './request.ts'
import { respondError } from './response.ts'

/**
 * `/{tenant}/oauth2/v2.0/authorize` and `/{tenant}/oauth2/authorize`, with the parameters by query or by form.
 * Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
 */
export async function authorize(request: EntraRequest, version: '1.0' | '2.0'): Promise<Response> {
  let parameters: Parameters
  let redirection: Redirection
  try {
    parameters = readPageParameters(request.method, request.url, request.headers, request.body)
    redirection = readRedirection(request, parameters)
  } catch (error) {
    return failurePage(request, asFailure(error))
  }
  let wanted: AuthorizeRequest
  try {
    wanted = readAuthorizeRequest(request, redirection, parameters, version)
  } catch (error) {
    return respondError(request, redirection, readErrorForm(parameters), asFailure(error))
  }
  const purpose = { kind: 'authorize', wanted } as const
  try {
    const query = new URLSearchParams([...parameters.all]).toString()
    return await begin(request, purpose, { kind: 'authorize', segment: request.segment, version, query })
  } catch (error) {
    return fail(request, purpose, asFailure(error))
  }
}

function asFailure(error: unknown): EntraFailure {
  if (error instanceof EntraFailure) return error
  throw error
}
