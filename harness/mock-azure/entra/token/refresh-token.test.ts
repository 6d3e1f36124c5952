import { expect, test } from 'vitest'

import { apiUri, contosoId, fabrikamId } from '../../testing/cloud.ts'
import {
  apiScope,
  askToken,
  challenge,
  claimsOf,
  firstUser,
  fromPage,
  getCode,
  multiTenantId,
  nativeId,
  nativeRedirect,
  redeem,
  signInTokens,
  spaId,
  spaRedirect,
  stranger,
  userCloud,
  verifier,
  visit,
  visitor,
  webAppId,
  webAppSecret,
} from '../../testing/entra.ts'

type Cloud = ReturnType<typeof userCloud>
const dayMs = 24 * 60 * 60 * 1000
const refresh = (mock: Cloud, token: string, change: Record<string, string> = {}, options = {}) =>
  askToken(
    mock,
    { grant_type: 'refresh_token', client_id: webAppId, client_secret: webAppSecret, refresh_token: token, ...change },
    options,
  )

test('every use gives a new refresh token and the old one stays good', async () => {
  const mock = userCloud()
  const { refreshToken: first } = await signInTokens(mock)
  const one = await refresh(mock, first)
  const two = await refresh(mock, first)
  expect([one.status, two.status]).toEqual([200, 200])
  expect(new Set([first, one.refresh_token, two.refresh_token]).size).toBe(3)
  expect((await refresh(mock, one.refresh_token ?? '')).status).toBe(200)
})

test('a refresh token is not bound to an API', async () => {
  const mock = userCloud()
  mock.directory.consent({
    tenantId: contosoId,
    clientId: webAppId,
    resource: 'https://graph.microsoft.com',
    scopes: ['User.Read'],
  })
  const { refreshToken } = await signInTokens(mock)
  const graph = await refresh(mock, refreshToken, { scope: 'User.Read' })
  expect(graph).toMatchObject({ status: 200, scope: 'User.Read' })
  expect(graph).not.toHaveProperty('refresh_token')
  expect((await refresh(mock, refreshToken))['scope']).toBe(apiScope)
  expect(await refresh(mock, refreshToken, { scope: 'Mail.Read' })).toMatchObject({
    error: 'invalid_grant',
    error_codes: [65001],
    suberror: 'consent_required',
  })
})

test('nor to a tenant: a guest’s gets tokens of every tenant they are in', async () => {
  const mock = userCloud()
  const sharedClient = { client_id: multiTenantId }
  const scope = 'openid profile offline_access'
  const code = await getCode(mock, { ...sharedClient, scope, login_hint: visitor.userName }, 'common')
  const { refresh_token: token = '' } = await redeem(mock, code, sharedClient, { tenant: 'common' })
  for (const tenantId of [contosoId, fabrikamId]) {
    mock.directory.consent({
      tenantId,
      clientId: multiTenantId,
      resource: 'https://graph.microsoft.com',
      scopes: ['openid'],
    })
  }
  const home = await refresh(mock, token, sharedClient, { tenant: fabrikamId })
  expect(claimsOf(home.access_token)).toMatchObject({ tid: fabrikamId, oid: visitor.objectId })
  const abroad = await refresh(mock, token, sharedClient, { tenant: contosoId })
  expect(claimsOf(abroad.access_token)).toMatchObject({ tid: contosoId, oid: visit.objectId })
})

test('who is not in a tenant gets no token there', async () => {
  const mock = userCloud()
  const sharedClient = { client_id: multiTenantId }
  const scope = 'openid offline_access'
  const code = await getCode(mock, { ...sharedClient, scope, login_hint: stranger.userName }, 'common')
  const { refresh_token: token = '' } = await redeem(mock, code, sharedClient, { tenant: 'common' })
  expect(await refresh(mock, token, sharedClient)).toMatchObject({ error: 'invalid_grant', error_codes: [50020] })
})

test('it is good for 90 days from its own issue', async () => {
  const mock = userCloud()
  const { refreshToken: first } = await signInTokens(mock)
  mock.clock.advance(90 * dayMs - 1)
  const { refresh_token: second = '' } = await refresh(mock, first)
  mock.clock.advance(1)
  const inactive = { status: 400, error: 'invalid_grant', error_codes: [700082], suberror: 'bad_token' }
  expect(await refresh(mock, first)).toMatchObject(inactive)
  expect((await refresh(mock, second)).status).toBe(200)
})

test('a page’s ends a day after the sign-in, however often it is used', async () => {
  const mock = userCloud()
  const spa = { client_id: spaId, redirect_uri: spaRedirect, client_secret: '' }
  const code = await getCode(mock, { client_id: spaId, redirect_uri: spaRedirect, ...challenge })
  const { refresh_token: first = '' } = await redeem(mock, code, { ...spa, code_verifier: verifier }, fromPage)
  const page = { client_id: spaId, client_secret: '' }
  expect((await refresh(mock, first, page)).error_codes).toEqual([9002327])
  mock.clock.advance(dayMs - 1)
  const { refresh_token: second = '' } = await refresh(mock, first, page, fromPage)
  mock.clock.advance(1)
  const over = { status: 400, error: 'invalid_grant', error_codes: [700084], suberror: 'bad_token' }
  expect(await refresh(mock, first, page, fromPage)).toMatchObject(over)
  expect(await refresh(mock, second, page, fromPage)).toMatchObject(over)
})

test('a native app’s needs no secret', async () => {
  const mock = userCloud()
  const native = { client_id: nativeId, redirect_uri: nativeRedirect }
  const { refresh_token: token = '' } = await redeem(mock, await getCode(mock, native), {
    ...native,
    client_secret: '',
  })
  expect((await refresh(mock, token, { client_id: nativeId, client_secret: '' })).status).toBe(200)
  expect((await refresh(mock, token, { client_id: nativeId })).error_codes).toEqual([700025])
})

test('revoking the user’s sessions ends every refresh token from before', async () => {
  const mock = userCloud()
  const { refreshToken: before } = await signInTokens(mock)
  const code = await getCode(mock)
  mock.entra.revokeSessions(firstUser.objectId)
  const revoked = { status: 400, error: 'invalid_grant', error_codes: [50173], suberror: 'bad_token' }
  expect(await refresh(mock, before)).toMatchObject(revoked)
  expect((await redeem(mock, code)).error_codes).toEqual([70000])
  const { refreshToken: after } = await signInTokens(mock)
  expect((await refresh(mock, after)).status).toBe(200)
})

test.each([
  ['another client', { client_id: multiTenantId }, 400, 'invalid_grant', 70000],
  ['no credential', { client_secret: '' }, 401, 'invalid_client', 7000218],
  ['garbage', { refresh_token: 'garbage' }, 400, 'invalid_grant', 9002313],
  ['none at all', { refresh_token: '' }, 400, 'invalid_request', 900144],
  ['two APIs', { scope: `${apiUri}/access_as_user User.Read` }, 400, 'invalid_scope', 28000],
])('%s is refused', async (_, change, status, error, code) => {
  const mock = userCloud()
  const { refreshToken } = await signInTokens(mock)
  expect(await refresh(mock, refreshToken, change)).toMatchObject({ status, error, error_codes: [code] })
})
