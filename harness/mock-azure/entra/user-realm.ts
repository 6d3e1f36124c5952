import type { JsonObject } from '../../json.ts'
import { EntraFailure } from './errors.ts'
import type { EntraRequest } from './request.ts'

/**
 * `/common/UserRealm/{user}`: whether the user's domain signs in here or at an identity provider of its own. Clients ask
 * before the password grant. Every domain of this cloud signs in here.
 */
export function userRealm({ cloud, url }: EntraRequest): JsonObject {
  const user = readUser(url)
  const domain = user.split('@')[1]?.toLowerCase()
  if (domain === undefined) throw new EntraFailure(900144, { parameter: 'user' })
  const { displayName } = cloud.directory.tenant(domain) ?? {}
  if (displayName === undefined)
    return { ver: '1.0', account_type: 'Unknown', cloud_instance_name: 'microsoftonline.com' }
  return {
    ver: '1.0',
    account_type: 'Managed',
    domain_name: domain,
    cloud_instance_name: 'microsoftonline.com',
    cloud_audience_urn: 'urn:federation:MicrosoftOnline',
  }
}

function readUser({ pathname }: URL): string {
  try {
    return decodeURIComponent(pathname.split('/')[3] ?? '')
  } catch {
    return ''
  }
}
