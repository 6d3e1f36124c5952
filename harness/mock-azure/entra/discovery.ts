import type { JsonObject } from '../../json.ts'
import type { Authority } from './authority.ts'

/** Members that both versions' discovery documents have, with the same values. */
export const commonMetadata = {
  token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
  response_modes_supported: ['query', 'fragment', 'form_post'],
  subject_types_supported: ['pairwise'],
  id_token_signing_alg_values_supported: ['RS256'],
  http_logout_supported: true,
  frontchannel_logout_supported: true,
  cloud_instance_name: 'microsoftonline.com',
  cloud_graph_host_name: 'graph.windows.net',
  msgraph_host: 'graph.microsoft.com',
  rbac_url: 'https://pas.windows.net',
} as const satisfies JsonObject

/** Asked with `appid`, Entra ID passes it on to the key set, which may hold keys of that app alone. */
export function keySetQuery(url: URL): string {
  const appId = url.searchParams.get('appid')
  return appId === null ? '' : `?appid=${encodeURIComponent(appId)}`
}

/** Where the tenant lives: worldwide, or unknown for an alias and for personal accounts. */
export function regionScope(authority: Authority): 'WW' | null {
  return authority.kind === 'tenant' && authority.tenant.kind === 'organization' ? 'WW' : null
}
