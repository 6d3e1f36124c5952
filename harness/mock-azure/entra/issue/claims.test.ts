import { expect, test } from 'vitest'

import { apiId, apiUri, ask, contosoId, daemonId, daemonSecret, login, v1ApiId } from '../../testing/cloud.ts'
import {
  apiScope,
  askToken,
  authorizeUrl,
  claimsOf,
  firstUser,
  getCode,
  redeem,
  returned,
  secondUser,
  signInTokens,
  userCloud,
  visit,
  visitor,
  webAppId,
} from '../../testing/entra.ts'
import { servicePrincipalId } from '../../directory/service-principal.ts'
import type { AppSeed } from '../app-contract.ts'

type Cloud = ReturnType<typeof userCloud>
const cloud = (clientId: string, change: Partial<AppSeed>): Cloud => userCloud({ changes: { [clientId]: change } })
const v1Scope = `openid profile api://${v1ApiId}/access_as_user`
const accessClaims = async (mock: Cloud, parameters = {}) =>
  claimsOf((await signInTokens(mock, parameters)).accessToken)
const idClaims = async (mock: Cloud, parameters = {}) => claimsOf((await signInTokens(mock, parameters)).idToken)
const names = (claims: Record<string, unknown>): readonly string[] => Object.keys(claims).toSorted()
const words = (text: string): readonly string[] => text.split(' ').toSorted()

async function appOnlyClaims(mock: Cloud): Promise<Record<string, unknown>> {
  const client = { grant_type: 'client_credentials', client_id: daemonId, client_secret: daemonSecret }
  const answer = await askToken(mock, { ...client, scope: `${apiUri}/.default` })
  if (answer.access_token === undefined) throw new Error(JSON.stringify(answer))
  return claimsOf(answer.access_token)
}

test('a user’s v2 access token has exactly Entra ID’s claims', async () => {
  const claims = await accessClaims(userCloud())
  expect(names(claims)).toEqual(
    words('aud iss iat nbf exp aio azp azpacr name oid preferred_username rh scp sub tid uti ver'),
  )
  expect(claims).toMatchObject({
    aud: apiId,
    iss: `${login}/${contosoId}/v2.0`,
    azp: webAppId,
    azpacr: '1',
    name: 'First User',
    oid: firstUser.objectId,
    preferred_username: firstUser.userName,
    scp: 'access_as_user',
    tid: contosoId,
    ver: '2.0',
  })
})

test('a user’s v1 access token has exactly Entra ID’s claims', async () => {
  const claims = await accessClaims(userCloud(), { scope: v1Scope })
  expect(names(claims)).toEqual(
    words(
      'aud iss iat nbf exp acr aio amr appid appidacr family_name given_name ipaddr name oid rh scp sub tid unique_name upn uti ver',
    ),
  )
  expect(claims).toMatchObject({ aud: `api://${v1ApiId}`, iss: `https://sts.windows.net/${contosoId}/`, amr: ['pwd'] })
})

test('an ID token has exactly Entra ID’s claims; without profile it names nobody', async () => {
  const mock = userCloud()
  const full = await idClaims(mock, { nonce: 'n' })
  const idToken = 'aud iss iat nbf exp aio name nonce oid preferred_username rh sid sub tid uti ver'
  expect(names(full)).toEqual(words(idToken))
  const bare = await idClaims(mock, { scope: `openid ${apiScope}` })
  expect(names(bare)).toEqual(words('aud iss iat nbf exp aio rh sid sub tid uti ver'))
  const { objectId } = firstUser
  expect(await idClaims(mock, { scope: `openid email ${apiScope}` })).toMatchObject({ email: firstUser.email })
  expect(full).toMatchObject({ oid: objectId, nonce: 'n' })
})

test('a user is another subject to each app, and the same to one again', async () => {
  const mock = userCloud()
  const [id, api, v1, again] = [
    await idClaims(mock),
    await accessClaims(mock),
    await accessClaims(mock, { scope: v1Scope }),
    await accessClaims(mock, { scope: `openid api://${v1ApiId}//access_as_user` }),
  ].map(({ sub }) => sub)
  expect(new Set([id, api, v1, firstUser.objectId]).size).toBe(4)
  expect(again).toBe(v1)
})

test('a guest’s tokens tell where they come from, and no user principal name', async () => {
  const mock = userCloud()
  const hint = { login_hint: visitor.userName }
  const idp = `https://sts.windows.net/${visitor.tenantId}/`
  expect(await accessClaims(mock, hint)).toMatchObject({ oid: visit.objectId, tid: contosoId, idp, name: 'Guest User' })
  const v1 = await accessClaims(mock, { ...hint, scope: v1Scope })
  expect(v1).toMatchObject({ idp, unique_name: visitor.userName, email: visitor.userName })
  expect(v1).not.toHaveProperty('upn')
  expect(await idClaims(mock, hint)).toMatchObject({ oid: visit.objectId, idp })
})

const reader = { tenantId: contosoId, resource: apiId, role: 'Reader' }
const group = { objectId: 'a9a9a9a9-0000-4000-8000-000000000001', tenantId: contosoId, displayName: 'Readers' }

test('roles: those assigned to the user, themselves or by a group, at the app that reads the token', async () => {
  const mock = userCloud({ groups: [{ ...group, members: [firstUser.objectId] }] })
  expect(await accessClaims(mock)).not.toHaveProperty('roles')
  mock.directory.assignAppRole({ ...reader, principalId: secondUser.objectId })
  expect(await accessClaims(mock)).not.toHaveProperty('roles')
  mock.directory.assignAppRole({ ...reader, principalId: group.objectId })
  mock.directory.assignAppRole({ ...reader, principalId: firstUser.objectId, role: 'Writer' })
  expect(await accessClaims(mock)).toMatchObject({ roles: ['Reader', 'Writer'] })
  expect(await idClaims(mock)).not.toHaveProperty('roles')
  expect(await appOnlyClaims(mock)).not.toHaveProperty('roles')
})

test('roles of a client on its own; its object ID is its subject', async () => {
  const mock = cloud(apiId, { optionalClaims: { accessToken: ['idtyp'] } })
  mock.directory.assignAppRole({ ...reader, principalId: daemonId })
  const daemon = mock.directory.app(contosoId, daemonId)
  const objectId = daemon && servicePrincipalId(contosoId, daemon)
  expect(await appOnlyClaims(mock)).toMatchObject({ roles: ['Reader'], oid: objectId, sub: objectId, idtyp: 'app' })
  expect(await appOnlyClaims(userCloud())).not.toHaveProperty('idtyp')
  const chosen = 'e4e4e4e4-0000-4000-8000-000000000004'
  expect(await appOnlyClaims(cloud(daemonId, { servicePrincipalId: chosen }))).toMatchObject({
    oid: chosen,
    sub: chosen,
  })
})

test('an API that requires an assignment: none, no token; any, a token', async () => {
  const mock = cloud(apiId, { assignmentRequired: true })
  await expect(appOnlyClaims(mock)).rejects.toThrow('501051')
  expect((await redeem(mock, await getCode(mock))).error_codes).toEqual([50105])
  for (const principalId of [daemonId, firstUser.objectId]) {
    mock.directory.assignAppRole({ tenantId: contosoId, resource: apiId, principalId })
  }
  expect(await appOnlyClaims(mock)).not.toHaveProperty('roles')
  expect(await accessClaims(mock)).toMatchObject({ oid: firstUser.objectId })
})

const groupsOf = (count: number, members = [firstUser.objectId]) =>
  Array.from({ length: count }, (_, n) => ({
    ...group,
    objectId: `a9a9a9a9-0000-4000-8000-${String(n + 1).padStart(12, '0')}`,
    members: [...members],
  }))

test('groups: as the manifest of the token’s reader asks for them, with those that contain them', async () => {
  const outer = { ...group, objectId: 'a8a8a8a8-0000-4000-8000-000000000001', members: [group.objectId] }
  const groups = [{ ...group, members: [firstUser.objectId, outer.objectId] }, outer]
  const all = { groupMembershipClaims: 'SecurityGroup' } as const
  const api = userCloud({ groups, changes: { [apiId]: all } })
  expect(await accessClaims(api)).toMatchObject({ groups: [group.objectId, outer.objectId] })
  expect(await idClaims(api)).not.toHaveProperty('groups')
  expect(await accessClaims(api, { login_hint: secondUser.userName })).not.toHaveProperty('groups')
  const client = userCloud({ groups, changes: { [webAppId]: all } })
  expect(await idClaims(client)).toMatchObject({ groups: [group.objectId, outer.objectId] })
  expect(await accessClaims(client)).not.toHaveProperty('groups')
  const assigned = userCloud({ groups, changes: { [apiId]: { groupMembershipClaims: 'ApplicationGroup' } } })
  expect(await accessClaims(assigned)).not.toHaveProperty('groups')
  assigned.directory.assignAppRole({ ...reader, principalId: outer.objectId })
  expect(await accessClaims(assigned)).toMatchObject({ groups: [outer.objectId] })
})

test('more than 200 groups do not go into a token: it says where to ask', async () => {
  const changes = { [apiId]: { groupMembershipClaims: 'All' } } as const
  expect(await accessClaims(userCloud({ groups: groupsOf(200), changes }))).toHaveProperty('groups.length', 200)
  const claims = await accessClaims(userCloud({ groups: groupsOf(201), changes }))
  expect(claims).not.toHaveProperty('groups')
  const endpoint = `https://graph.windows.net/${contosoId}/users/${firstUser.objectId}/getMemberObjects`
  expect(claims).toMatchObject({ _claim_names: { groups: 'src1' }, _claim_sources: { src1: { endpoint } } })
})

const fragment = async (count: number): Promise<Record<string, unknown>> => {
  const changes = { [webAppId]: { groupMembershipClaims: 'All' } } as const
  const mock = userCloud({ groups: groupsOf(count), changes })
  const url = authorizeUrl({ response_type: 'id_token', nonce: 'n' })
  return claimsOf(returned(await ask(mock, url)).values['id_token'])
}

test('an ID token in a fragment has room for five', async () => {
  expect(await fragment(5)).toHaveProperty('groups.length', 5)
  const many = await fragment(6)
  expect(many).toMatchObject({ hasgroups: true })
  expect(many).not.toHaveProperty('groups')
})

test('optional claims are there when the registration asks for them', async () => {
  const all = ['acct', 'auth_time', 'email', 'family_name', 'given_name', 'ipaddr', 'login_hint', 'sid', 'upn'] as const
  const optionalClaims = { idToken: all, accessToken: all }
  const mock = userCloud({ changes: { [apiId]: { optionalClaims }, [webAppId]: { optionalClaims } } })
  const expected = {
    acct: 0,
    auth_time: Math.floor(mock.clock.now() / 1000),
    email: firstUser.email,
    family_name: 'User',
    given_name: 'First',
    upn: firstUser.userName,
    login_hint: expect.any(String),
  }
  const [id, access] = [await idClaims(mock), await accessClaims(mock)]
  expect(id).toMatchObject(expected)
  expect(access).toMatchObject({ ...expected, sid: expect.any(String) })
  expect(await accessClaims(mock, { login_hint: visitor.userName })).toMatchObject({ acct: 1 })
  const guest = await accessClaims(mock, { login_hint: visitor.userName })
  expect(guest).not.toHaveProperty('upn')
  expect(await accessClaims(mock, { login_hint: secondUser.userName })).not.toHaveProperty('email')
})

test('a v1 token’s audience is the client ID if the API asks for that', async () => {
  const mock = cloud(v1ApiId, { optionalClaims: { accessToken: ['aud'] } })
  expect(await accessClaims(mock, { scope: v1Scope })).toMatchObject({ aud: v1ApiId })
})

test('custom claims: constants, and attributes of the user', async () => {
  const customClaims = [
    { claim: 'department', userAttribute: 'extension_department' },
    { claim: 'region', value: ['EU'] },
  ]
  const mock = cloud(apiId, { customClaims })
  expect(await accessClaims(mock)).toMatchObject({ region: ['EU'] })
  expect(await accessClaims(mock)).not.toHaveProperty('department')
  mock.directory.changeUser(firstUser.objectId, { attributes: { extension_department: 'Research' } })
  expect(await accessClaims(mock)).toMatchObject({ department: 'Research' })
  expect(await appOnlyClaims(mock)).toMatchObject({ region: ['EU'] })
  expect(await idClaims(mock)).not.toHaveProperty('region')
})

const capabilities = { xms_cc: { values: ['cp1'] } }

test('client capabilities reach an API that asks for them', async () => {
  const claims = JSON.stringify({ access_token: capabilities })
  const mock = cloud(apiId, { optionalClaims: { accessToken: ['xms_cc'] } })
  expect(await accessClaims(mock, { claims })).toMatchObject({ xms_cc: ['cp1'] })
  expect(await accessClaims(mock)).not.toHaveProperty('xms_cc')
  expect(await accessClaims(userCloud(), { claims })).not.toHaveProperty('xms_cc')
})

test('a claims challenge for an authentication context: a stronger sign-in, and the token says so', async () => {
  const mock = userCloud()
  const claims = JSON.stringify({ access_token: { ...capabilities, acrs: { essential: true, value: 'c1' } } })
  const { refreshToken } = await signInTokens(mock)
  const refresh = (token: string) =>
    askToken(mock, {
      grant_type: 'refresh_token',
      client_id: webAppId,
      client_secret: 'secret-of-the-web-app',
      refresh_token: token,
      claims,
    })
  expect(await refresh(refreshToken)).toMatchObject({
    status: 400,
    error: 'invalid_grant',
    error_codes: [50076],
    suberror: 'basic_action',
    claims: JSON.stringify({ access_token: { acrs: { essential: true, values: ['c1'] } } }),
  })
  const stronger = await signInTokens(mock, { claims })
  expect(claimsOf(stronger.accessToken)).toMatchObject({ acrs: ['c1'] })
  const renewed = await refresh(stronger.refreshToken)
  expect(claimsOf(renewed.access_token)).toMatchObject({ acrs: ['c1'] })
  const wanted = { scope: v1Scope, claims }
  expect(await accessClaims(mock, wanted)).toMatchObject({ amr: ['pwd', 'mfa'] })
})

test('an API may ask for the contexts of every sign-in', async () => {
  const mock = cloud(apiId, { optionalClaims: { accessToken: ['acrs'] } })
  const claims = JSON.stringify({ access_token: { acrs: { essential: true, values: ['c1', 'c2'] } } })
  const { refreshToken } = await signInTokens(mock, { claims })
  const answer = await askToken(mock, {
    grant_type: 'refresh_token',
    client_id: webAppId,
    client_secret: 'secret-of-the-web-app',
    refresh_token: refreshToken,
  })
  expect(claimsOf(answer.access_token)).toMatchObject({ acrs: ['c1', 'c2'] })
})

test('a display name of its own', async () => {
  const mock = userCloud()
  mock.directory.changeUser(firstUser.objectId, { displayName: 'The First' })
  expect(await idClaims(mock)).toMatchObject({ name: 'The First' })
})
