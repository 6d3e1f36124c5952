import type { JsonObject } from '../../json.ts'
import { EntraFailure } from './errors.ts'

/**
 * The clouds and the hosts that stand for each.
 * Source: https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud
 */
const metadata = [
  {
    preferred_network: 'login.microsoftonline.com',
    preferred_cache: 'login.windows.net',
    aliases: ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com', 'sts.windows.net'],
  },
  {
    preferred_network: 'login.partner.microsoftonline.cn',
    preferred_cache: 'login.partner.microsoftonline.cn',
    aliases: ['login.partner.microsoftonline.cn', 'login.chinacloudapi.cn'],
  },
  {
    preferred_network: 'login.microsoftonline.de',
    preferred_cache: 'login.microsoftonline.de',
    aliases: ['login.microsoftonline.de'],
  },
  {
    preferred_network: 'login.microsoftonline.us',
    preferred_cache: 'login.microsoftonline.us',
    aliases: ['login.microsoftonline.us', 'login.usgovcloudapi.net'],
  },
  {
    preferred_network: 'login-us.microsoftonline.com',
    preferred_cache: 'login-us.microsoftonline.com',
    aliases: ['login-us.microsoftonline.com'],
  },
]

const cloudHosts = new Set(metadata.flatMap(({ aliases }) => aliases))

/**
 * `/common/discovery/instance?api-version=…&authorization_endpoint=…`. MSAL Python asks for version 1.0, which has no
 * `metadata`.
 * @param hosts where this Entra ID answers
 * @throws {EntraFailure} 900144 without the endpoint to look up, 50049 for a host of no cloud
 */
export function instanceDiscovery(url: URL, hosts: ReadonlySet<string>): JsonObject {
  const endpoint = url.searchParams.get('authorization_endpoint')
  if (endpoint === null) throw new EntraFailure(900144, { parameter: 'authorization_endpoint' })
  const authorize = URL.parse(endpoint)
  if (authorize?.protocol !== 'https:' || !(cloudHosts.has(authorize.hostname) || hosts.has(authorize.hostname)))
    throw new EntraFailure(50049)

  const base = `https://${authorize.host}/${authorize.pathname.split('/')[1] ?? ''}`
  const version = authorize.pathname.includes('/v2.0/') ? '/v2.0' : ''
  const tenantDiscovery = { tenant_discovery_endpoint: `${base}${version}/.well-known/openid-configuration` }
  return url.searchParams.get('api-version') === '1.1'
    ? { ...tenantDiscovery, 'api-version': '1.1', metadata }
    : tenantDiscovery
}
