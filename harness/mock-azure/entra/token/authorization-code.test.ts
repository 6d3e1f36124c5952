import { expect, test } from 'vitest'

import { apiId, apiUri, ask, contosoId, fabrikamId, form, login, nobodyId, v1ApiId } from '../../testing/cloud.ts'
import {
  apiScope,
  askToken,
  authorizeUrl,
  challenge,
  claimsOf,
  firstUser,
  fromPage,
  getCode,
  graphId,
  multiTenantId,
  nativeId,
  nativeRedirect,
  redeem,
  returned,
  secondUser,
  spaId,
  spaRedirect,
  stranger,
  userCloud,
  userScope,
  verifier,
  webAppId,
} from '../../testing/entra.ts'

const spa = { client_id: spaId, redirect_uri: spaRedirect }
const native = { client_id: nativeId, redirect_uri: nativeRedirect }
const noSecret = { client_secret: '' }

test('a code brings an access token, an ID token and a refresh token, as far as they were asked for', async () => {
  const mock = userCloud()
  const answer = await redeem(mock, await getCode(mock, { scope: userScope }), { client_info: '1' })
  expect(answer).toEqual({
    status: 200,
    token_type: 'Bearer',
    scope: apiScope,
    expires_in: 3599,
    ext_expires_in: 3599,
    access_token: expect.any(String),
    refresh_token: expect.stringMatching(/^1\.[\w-]+$/),
    id_token: expect.any(String),
    client_info: Buffer.from(JSON.stringify({ uid: firstUser.objectId, utid: contosoId })).toString('base64url'),
  })
  const bare = await redeem(mock, await getCode(mock, { scope: apiScope }))
  for (const member of ['id_token', 'refresh_token', 'client_info']) expect(bare).not.toHaveProperty(member)
})

test('with OpenID’s scopes alone the access token is for Microsoft Graph', async () => {
  const mock = userCloud()
  const answer = await redeem(mock, await getCode(mock, { scope: 'openid profile email offline_access' }))
  expect(claimsOf(answer.access_token)).toMatchObject({ aud: graphId, scp: 'openid profile email', ver: '1.0' })
  expect(answer['scope']).toBe('openid profile email')
})

test('of several APIs that were consented to the token request picks one', async () => {
  const mock = userCloud()
  const scope = `openid ${apiScope} User.Read`
  const code = await getCode(mock, { scope })
  expect((await redeem(mock, code, { scope: apiScope }))['scope']).toBe(apiScope)
  const graph = await redeem(mock, await getCode(mock, { scope }), { scope: 'openid User.Read' })
  expect(graph['scope']).toBe('User.Read openid')
  expect((await redeem(mock, await getCode(mock, { scope }))).error_codes).toEqual([28000])
})

test.each([
  ['https://graph.microsoft.com/User.Read', 'https://graph.microsoft.com', 'https://graph.microsoft.com/User.Read'],
  [`api://${v1ApiId}//access_as_user`, `api://${v1ApiId}/`, `api://${v1ApiId}//access_as_user`],
  [`${v1ApiId}/.default`, v1ApiId, `${v1ApiId}/access_as_user ${v1ApiId}/.default`],
  [`${apiUri}/.default`, apiId, `${apiUri}/access_as_user ${apiUri}/.default`],
])('%s: the audience and the scopes as the client wrote them', async (scope, audience, granted) => {
  const mock = userCloud({ changes: { [webAppId]: { requiredResourceAccess: [{ resource: apiId, scopes: [] }] } } })
  const answer = await redeem(mock, await getCode(mock, { scope }))
  expect([claimsOf(answer.access_token)['aud'], answer['scope']]).toEqual([audience, granted])
})

test('the token holds every consented scope of the API, not only the one asked for', async () => {
  const mock = userCloud()
  const consent = { tenantId: contosoId, clientId: webAppId, resource: apiId, userId: firstUser.objectId }
  mock.directory.consent({ ...consent, scopes: ['Tasks.Write'] })
  const scpOf = async (user: string): Promise<unknown> =>
    claimsOf((await redeem(mock, await getCode(mock, { login_hint: user }))).access_token)['scp']
  expect(await scpOf(firstUser.userName)).toBe('access_as_user Tasks.Write')
  expect(await scpOf(secondUser.userName)).toBe('access_as_user')
})

test.each([
  ['S256', challenge],
  ['plain', { code_challenge: verifier, code_challenge_method: 'plain' }],
  ['plain, unsaid', { code_challenge: verifier }],
])('PKCE %s', async (_, parameters) => {
  const mock = userCloud()
  const code = await getCode(mock, parameters)
  expect((await redeem(mock, code)).error_codes).toEqual([501481])
  expect((await redeem(mock, code, { code_verifier: `${verifier}x` })).error_codes).toEqual([501481])
  // A failed proof does not use the code up.
  expect((await redeem(mock, code, { code_verifier: verifier })).status).toBe(200)
})

test('a verifier without a challenge: somebody took the challenge away', async () => {
  const mock = userCloud()
  expect((await redeem(mock, await getCode(mock), { code_verifier: verifier })).error_codes).toEqual([501481])
})

test('a code is good once and for ten minutes', async () => {
  const mock = userCloud()
  const [first, second] = [await getCode(mock), await getCode(mock)]
  mock.clock.advance(10 * 60 * 1000 - 1)
  expect((await redeem(mock, first)).status).toBe(200)
  expect(await redeem(mock, first)).toMatchObject({ status: 400, error: 'invalid_grant', error_codes: [54005] })
  mock.clock.advance(1)
  expect(await redeem(mock, second)).toMatchObject({ status: 400, error: 'invalid_grant', error_codes: [70008] })
})

test.each([
  ['no code', { code: '' }, 400, 'invalid_request', 900144],
  ['no redirect URI', { redirect_uri: '' }, 400, 'invalid_request', 900144],
  ['what no code looks like', { code: 'garbage' }, 400, 'invalid_grant', 9002313],
  ['a code nobody gave out', { code: `1.${'A'.repeat(86)}` }, 400, 'invalid_grant', 70000],
  ['another redirect URI', { redirect_uri: 'https://app.example/' }, 400, 'invalid_client', 500112],
  ['no credential', noSecret, 401, 'invalid_client', 7000218],
  ['a wrong secret', { client_secret: 'wrong' }, 401, 'invalid_client', 7000215],
  ['another client', { client_id: multiTenantId }, 400, 'invalid_grant', 70000],
  ['an unknown client', { client_id: nobodyId }, 400, 'unauthorized_client', 700016],
  ['another API than consented to', { scope: 'User.Read' }, 400, 'invalid_grant', 65001],
  ['a scope of no API', { scope: 'api://nothing/x' }, 400, 'invalid_resource', 500011],
  ['a claims request that is none', { claims: '[' }, 400, 'invalid_request', 9002313],
])('%s is refused', async (_, change, status, error, code) => {
  const mock = userCloud()
  const answer = await redeem(mock, await getCode(mock), change)
  expect(answer).toMatchObject({ status, error, error_codes: [code] })
})

test('a missing consent says so', async () => {
  const mock = userCloud()
  const answer = await redeem(mock, await getCode(mock), { scope: 'User.Read' })
  expect(answer).toMatchObject({ suberror: 'consent_required' })
})

test('a code belongs to the tenant it was asked for at', async () => {
  const mock = userCloud()
  const code = await getCode(mock)
  expect((await redeem(mock, code, {}, { tenant: fabrikamId })).error_codes).toEqual([700005])
  expect((await redeem(mock, code, {}, { tenant: 'common' })).error_codes).toEqual([700005])
  const shared = { client_id: multiTenantId, scope: 'openid profile', login_hint: stranger.userName }
  const atCommon = await getCode(mock, shared, 'common')
  const answer = await redeem(mock, atCommon, { client_id: multiTenantId }, { tenant: 'common' })
  expect(claimsOf(answer.id_token)).toMatchObject({ tid: fabrikamId, iss: `${login}/${fabrikamId}/v2.0` })
})

test('a page redeems from the browser without a secret, and only from there', async () => {
  const mock = userCloud()
  const code = await getCode(mock, { ...spa, ...challenge })
  const proof = { ...spa, ...noSecret, code_verifier: verifier }
  expect((await redeem(mock, code, proof)).error_codes).toEqual([9002327])
  expect((await redeem(mock, code, { ...proof, client_secret: 'x' }, fromPage)).error_codes).toEqual([700025])
  const answer = await redeem(mock, code, proof, fromPage)
  expect([answer.status, claimsOf(answer.access_token)['azpacr']]).toEqual([200, '0'])
})

test('a native app redeems without a secret, and not from a page; nor does a web app', async () => {
  const mock = userCloud()
  const code = await getCode(mock, native)
  expect((await redeem(mock, code, { ...native, client_secret: 'x' })).error_codes).toEqual([700025])
  expect((await redeem(mock, code, { ...native, ...noSecret }, fromPage)).error_codes).toEqual([9002326])
  expect((await redeem(mock, code, { ...native, ...noSecret })).status).toBe(200)
  expect((await redeem(mock, await getCode(mock), {}, fromPage)).error_codes).toEqual([9002326])
})

test('the v1 endpoint takes a resource and gives v1 ID tokens', async () => {
  const mock = userCloud()
  const parameters = { scope: '', resource: apiUri, nonce: 'n' }
  const path = 'oauth2/authorize'
  const { code = '' } = returned(await ask(mock, authorizeUrl(parameters, contosoId, path))).values
  const answer = await redeem(mock, code, { resource: apiUri }, { path: 'oauth2/token' })
  expect(answer).toMatchObject({ expires_in: '3599', resource: apiUri, scope: 'access_as_user' })
  expect(answer.refresh_token).toBeDefined()
  expect(claimsOf(answer.id_token)).toMatchObject({
    aud: webAppId,
    iss: `https://sts.windows.net/${contosoId}/`,
    nonce: 'n',
    unique_name: firstUser.userName,
    ver: '1.0',
  })
  expect(claimsOf(answer.id_token)).not.toHaveProperty('scp')
})

test('a page may read the answer, whatever it is', async () => {
  const url = `${login}/${contosoId}/oauth2/v2.0/token`
  const answer = await ask(userCloud(), url, form({}, fromPage.headers))
  expect(answer.headers.get('access-control-allow-origin')).toBe('*')
  const preflight = await ask(userCloud(), url, { method: 'OPTIONS', headers: fromPage.headers })
  expect(preflight.headers.get('access-control-allow-headers')).toBe('*')
})

test('a user who was disabled meanwhile gets nothing', async () => {
  const mock = userCloud()
  const code = await getCode(mock)
  mock.directory.changeUser(firstUser.objectId, { disabled: true })
  expect((await redeem(mock, code)).error_codes).toEqual([50057])
})

test('an unknown grant is refused before anything else is looked at', async () => {
  expect((await askToken(userCloud(), { grant_type: 'x', client_id: webAppId })).error_codes).toEqual([70003])
})
