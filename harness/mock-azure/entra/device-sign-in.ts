import { entraPage } from './answers.ts'
import { fail, failurePage } from './authorize/finish.ts'
import { begin } from './authorize/flow.ts'
import { devicePurpose, type Purpose } from './authorize/purpose.ts'
import { findUserCode } from './device-authorization.ts'
import { entraErrorBody, EntraFailure } from './errors.ts'
import { deviceCodePage } from './html/pages.ts'
import type { EntraRequest } from './request.ts'
import { readPageParameters } from './token/parameters.ts'

/** `/common/oauth2/deviceauth`: the page where the user of a device types in its code and signs in. */
export async function deviceSignIn(request: EntraRequest): Promise<Response> {
  const { cloud, method, url, headers, body } = request
  let purpose: Purpose | undefined
  try {
    const userCode = readPageParameters(method, url, headers, body).get('otc')
    if (userCode === undefined) return await codePage(request)
    const deviceCode = findUserCode(cloud, userCode)
    if (deviceCode === undefined) return await codePage(request, new EntraFailure(70018))
    purpose = devicePurpose(request, deviceCode)
    return await begin(request, purpose, { kind: 'device', deviceCode })
  } catch (error) {
    if (!(error instanceof EntraFailure)) throw error
    return purpose === undefined ? failurePage(request, error) : fail(request, purpose, error)
  }
}

async function codePage(request: EntraRequest, failure?: EntraFailure): Promise<Response> {
  const { cloud } = request
  const problem = failure && entraErrorBody({ ...request, ...cloud }, failure).error_description
  return entraPage(await deviceCodePage('/common/oauth2/deviceauth', problem), cloud.random)
}
