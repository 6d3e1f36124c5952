import { expect, test } from 'vitest'

import { ask, askJson, login } from '../testing/cloud.ts'
import { apiScope, claimsOf, firstUser, secondUser, signInTokens, userCloud } from '../testing/entra.ts'

const url = 'https://graph.microsoft.com/oidc/userinfo'
const scope = 'openid profile email'
const bearer = (token: string): RequestInit => ({ headers: { authorization: `Bearer ${token}` } })

test('userinfo tells who the user is to the client, with the subject of its ID token', async () => {
  const mock = userCloud()
  const { accessToken, idToken } = await signInTokens(mock, { scope })
  const expected = {
    sub: claimsOf(idToken)['sub'],
    name: 'First User',
    family_name: 'User',
    given_name: 'First',
    picture: expect.any(String),
    email: firstUser.email,
  }
  expect(await askJson(mock, url, bearer(accessToken))).toEqual(expected)
  expect(await askJson(mock, url, { ...bearer(accessToken), method: 'POST' })).toEqual(expected)
  expect(await askJson(mock, `${login}/common/openid/userinfo`, bearer(accessToken))).toEqual(expected)
  expect(mock.ledger.count({ endpoint: 'entra.userinfo' })).toBe(3)
})

test('as far as the scopes go', async () => {
  const mock = userCloud()
  const { accessToken, idToken } = await signInTokens(mock, { scope: 'openid', login_hint: secondUser.userName })
  expect(await askJson(mock, url, bearer(accessToken))).toEqual({ sub: claimsOf(idToken)['sub'] })
})

test('a token for another API, or none, or without openid, tells nothing', async () => {
  const mock = userCloud()
  expect((await ask(mock, url)).status).toBe(401)
  const api = await signInTokens(mock, { scope: `openid ${apiScope}` })
  expect((await ask(mock, url, bearer(api.accessToken))).status).toBe(401)
  const graph = await signInTokens(mock, { scope: 'User.Read' })
  expect((await ask(mock, url, bearer(graph.accessToken))).status).toBe(403)
})

test.each([
  ['first.user@contoso.example', { ver: '1.0', account_type: 'Managed', domain_name: 'contoso.example' }],
  ['anybody%40fabrikam.example', { account_type: 'Managed', domain_name: 'fabrikam.example' }],
  ['x@nowhere.example', { account_type: 'Unknown' }],
  ['nobody', { error: 'invalid_request', error_codes: [900144] }],
  ['%zz', { error: 'invalid_request', error_codes: [900144] }],
])('the realm of %s', async (user, expected) => {
  const answer = await askJson(userCloud(), `${login}/common/UserRealm/${user}?api-version=1.0`)
  expect(answer).toMatchObject(expected)
})
