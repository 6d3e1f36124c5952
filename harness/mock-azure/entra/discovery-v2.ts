import type { JsonObject } from '../../json.ts'
import { issuerTenant, issuerV2, loginHost, type Authority } from './authority.ts'
import { commonMetadata, keySetQuery, regionScope } from './discovery.ts'

const claimsSupported = [
  'sub',
  'iss',
  'cloud_instance_name',
  'cloud_instance_host_name',
  'cloud_graph_host_name',
  'msgraph_host',
  'aud',
  'exp',
  'iat',
  'auth_time',
  'acr',
  'nonce',
  'preferred_username',
  'name',
  'tid',
  'ver',
  'at_hash',
  'c_hash',
  'email',
]

/** `/{tenant}/v2.0/.well-known/openid-configuration`. */
export function discoveryV2(authority: Authority, url: URL): JsonObject {
  const base = `https://${loginHost(url)}/${authority.segment}`
  return {
    token_endpoint: `${base}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: commonMetadata.token_endpoint_auth_methods_supported,
    jwks_uri: `${base}/discovery/v2.0/keys${keySetQuery(url)}`,
    response_modes_supported: commonMetadata.response_modes_supported,
    subject_types_supported: commonMetadata.subject_types_supported,
    id_token_signing_alg_values_supported: commonMetadata.id_token_signing_alg_values_supported,
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: issuerV2(issuerTenant(authority)),
    request_uri_parameter_supported: false,
    userinfo_endpoint: 'https://graph.microsoft.com/oidc/userinfo',
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
    http_logout_supported: commonMetadata.http_logout_supported,
    frontchannel_logout_supported: commonMetadata.frontchannel_logout_supported,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    claims_supported: claimsSupported,
    kerberos_endpoint: `${base}/kerberos`,
    tenant_region_scope: regionScope(authority),
    cloud_instance_name: commonMetadata.cloud_instance_name,
    cloud_graph_host_name: commonMetadata.cloud_graph_host_name,
    msgraph_host: commonMetadata.msgraph_host,
    rbac_url: commonMetadata.rbac_url,
  }
}
