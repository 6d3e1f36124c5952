import { expect, test } from 'vitest'

import { ask, askJson, consumersId, contosoId, login, nobodyId, testCloud } from '../testing/cloud.ts'

const mock = testCloud()
const wellKnown = '.well-known/openid-configuration'

const shared = {
  token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
  response_modes_supported: ['query', 'fragment', 'form_post'],
  subject_types_supported: ['pairwise'],
  id_token_signing_alg_values_supported: ['RS256'],
  http_logout_supported: true,
  frontchannel_logout_supported: true,
  tenant_region_scope: 'WW',
  cloud_instance_name: 'microsoftonline.com',
  cloud_graph_host_name: 'graph.windows.net',
  msgraph_host: 'graph.microsoft.com',
  rbac_url: 'https://pas.windows.net',
}

test('v2: the members and values Entra ID publishes, and no others', async () => {
  const base = `${login}/${contosoId}`
  expect(await askJson(mock, `${base}/v2.0/${wellKnown}`)).toEqual({
    ...shared,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: `${base}/v2.0`,
    request_uri_parameter_supported: false,
    userinfo_endpoint: 'https://graph.microsoft.com/oidc/userinfo',
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    claims_supported:
      'sub iss cloud_instance_name cloud_instance_host_name cloud_graph_host_name msgraph_host aud exp iat auth_time acr nonce preferred_username name tid ver at_hash c_hash email'.split(
        ' ',
      ),
    kerberos_endpoint: `${base}/kerberos`,
  })
})

test('v1: the members and values Entra ID publishes, and no others; the key set is the common one', async () => {
  const base = `${login}/${contosoId}`
  expect(await askJson(mock, `${base}/${wellKnown}`)).toEqual({
    ...shared,
    token_endpoint: `${base}/oauth2/token`,
    jwks_uri: `${login}/common/discovery/keys`,
    response_types_supported: ['code', 'id_token', 'code id_token', 'token id_token', 'token'],
    scopes_supported: ['openid'],
    issuer: `https://sts.windows.net/${contosoId}/`,
    microsoft_multi_refresh_token: true,
    check_session_iframe: `${base}/oauth2/checksession`,
    userinfo_endpoint: `${base}/openid/userinfo`,
    authorization_endpoint: `${base}/oauth2/authorize`,
    device_authorization_endpoint: `${base}/oauth2/devicecode`,
    end_session_endpoint: `${base}/oauth2/logout`,
    claims_supported:
      'sub iss cloud_instance_name cloud_instance_host_name cloud_graph_host_name msgraph_host aud exp iat auth_time acr amr nonce email given_name family_name nickname'.split(
        ' ',
      ),
    kerberos_endpoint: `${base}/kerberos`,
  })
})

test('both may be kept for a day and read from any origin', async () => {
  for (const path of [`v2.0/${wellKnown}`, wellKnown]) {
    const { status, headers } = await ask(mock, `${login}/${contosoId}/${path}`)
    expect(status).toBe(200)
    expect(headers.get('cache-control')).toBe('max-age=86400, private')
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8')
  }
})

test.each([
  ['contoso.example', contosoId, contosoId, 'WW'],
  ['CONTOSO.example', contosoId, contosoId, 'WW'],
  [contosoId.toUpperCase(), contosoId, contosoId, 'WW'],
  ['common', '{tenantid}', 'common', null],
  ['organizations', '{tenantid}', 'organizations', null],
  ['consumers', consumersId, 'consumers', null],
  [consumersId, consumersId, consumersId, null],
])('asked for %s the issuer names %s and the endpoints %s', async (tenant, issuer, segment, region) => {
  const v2 = await askJson(mock, `${login}/${tenant}/v2.0/${wellKnown}`)
  expect(v2).toMatchObject({
    issuer: `${login}/${issuer}/v2.0`,
    token_endpoint: `${login}/${segment}/oauth2/v2.0/token`,
    jwks_uri: `${login}/${segment}/discovery/v2.0/keys`,
    tenant_region_scope: region,
  })
  const v1 = await askJson(mock, `${login}/${tenant}/${wellKnown}`)
  expect(v1).toMatchObject({
    issuer: `https://sts.windows.net/${issuer}/`,
    token_endpoint: `${login}/${segment}/oauth2/token`,
    jwks_uri: `${login}/common/discovery/keys`,
    tenant_region_scope: region,
  })
})

test.each([
  ['login.windows.net', 'login.windows.net'],
  ['login.microsoft.com', 'login.microsoftonline.com'],
  ['sts.windows.net', 'login.microsoftonline.com'],
])('%s gives out endpoints at %s and the same issuer', async (host, named) => {
  const document = await askJson(mock, `https://${host}/${contosoId}/v2.0/${wellKnown}`)
  expect(document).toMatchObject({
    issuer: `${login}/${contosoId}/v2.0`,
    jwks_uri: `https://${named}/${contosoId}/discovery/v2.0/keys`,
  })
})

test('asked with an app ID, the key set is that app’s', async () => {
  const query = `?appid=${nobodyId}`
  const v1 = await askJson(mock, `${login}/${contosoId}/${wellKnown}${query}`)
  const v2 = await askJson(mock, `${login}/${contosoId}/v2.0/${wellKnown}${query}`)
  expect(v1['jwks_uri']).toBe(`${login}/common/discovery/keys${query}`)
  expect(v2['jwks_uri']).toBe(`${login}/${contosoId}/discovery/v2.0/keys${query}`)
})
