import type { JsonObject } from '../../json.ts'
import { issuerTenant, issuerV1, loginHost, type Authority } from './authority.ts'
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
  'amr',
  'nonce',
  'email',
  'given_name',
  'family_name',
  'nickname',
]

/** `/{tenant}/.well-known/openid-configuration`. The key set is the common one even for a single tenant. */
export function discoveryV1(authority: Authority, url: URL): JsonObject {
  const host = `https://${loginHost(url)}`
  const base = `${host}/${authority.segment}`
  return {
    token_endpoint: `${base}/oauth2/token`,
    token_endpoint_auth_methods_supported: commonMetadata.token_endpoint_auth_methods_supported,
    jwks_uri: `${host}/common/discovery/keys${keySetQuery(url)}`,
    response_modes_supported: commonMetadata.response_modes_supported,
    subject_types_supported: commonMetadata.subject_types_supported,
    id_token_signing_alg_values_supported: commonMetadata.id_token_signing_alg_values_supported,
    response_types_supported: ['code', 'id_token', 'code id_token', 'token id_token', 'token'],
    scopes_supported: ['openid'],
    issuer: issuerV1(issuerTenant(authority)),
    microsoft_multi_refresh_token: true,
    authorization_endpoint: `${base}/oauth2/authorize`,
    device_authorization_endpoint: `${base}/oauth2/devicecode`,
    http_logout_supported: commonMetadata.http_logout_supported,
    frontchannel_logout_supported: commonMetadata.frontchannel_logout_supported,
    end_session_endpoint: `${base}/oauth2/logout`,
    claims_supported: claimsSupported,
    check_session_iframe: `${base}/oauth2/checksession`,
    userinfo_endpoint: `${base}/openid/userinfo`,
    kerberos_endpoint: `${base}/kerberos`,
    tenant_region_scope: regionScope(authority),
    cloud_instance_name: commonMetadata.cloud_instance_name,
    cloud_graph_host_name: commonMetadata.cloud_graph_host_name,
    msgraph_host: commonMetadata.msgraph_host,
    rbac_url: commonMetadata.rbac_url,
  }
}
