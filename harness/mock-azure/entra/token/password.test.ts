import { expect, test } from 'vitest'

import { contosoId } from '../../testing/cloud.ts'
import {
  apiScope,
  askToken,
  claimsOf,
  firstUser,
  nativeId,
  secondUser,
  stranger,
  userCloud,
  userScope,
  visitor,
  webAppId,
  webAppSecret,
} from '../../testing/entra.ts'

const request = {
  grant_type: 'password',
  client_id: nativeId,
  username: firstUser.userName,
  password: 'correct horse',
  scope: userScope,
}

test('a user’s name and password bring tokens, to a public client or with the client’s credential', async () => {
  const mock = userCloud()
  const answer = await askToken(mock, request)
  expect(answer).toMatchObject({ status: 200, scope: apiScope })
  expect(claimsOf(answer.access_token)).toMatchObject({ oid: firstUser.objectId, azpacr: '0' })
  const confidential = await askToken(mock, { ...request, client_id: webAppId, client_secret: webAppSecret })
  expect(claimsOf(confidential.access_token)).toMatchObject({ azpacr: '1' })
  expect((await askToken(mock, request, { tenant: 'organizations' })).error_codes).toEqual(undefined)
})

test.each([
  ['a wrong password', { password: 'wrong' }, contosoId, 400, 'invalid_grant', 50126],
  ['a user without a password', { username: secondUser.userName }, contosoId, 400, 'invalid_grant', 50126],
  ['an unknown user', { username: 'nobody@contoso.example' }, contosoId, 400, 'invalid_grant', 50034],
  ['an unknown user of no tenant', { username: 'nobody' }, 'organizations', 400, 'invalid_grant', 50034],
  ['a guest', { username: visitor.userName }, contosoId, 400, 'invalid_grant', 50034],
  [
    'another tenant’s user',
    { username: stranger.userName, password: 'stranger' },
    contosoId,
    400,
    'invalid_grant',
    50034,
  ],
  ['a confidential client without a credential', { client_id: webAppId }, contosoId, 401, 'invalid_client', 7000218],
  ['common', {}, 'common', 400, 'invalid_request', 9001023],
  ['consumers', {}, 'consumers', 400, 'invalid_request', 9001023],
  ['no password', { password: '' }, contosoId, 400, 'invalid_request', 900144],
  ['no consent', { scope: 'User.Read' }, contosoId, 400, 'invalid_grant', 65001],
])('%s is refused', async (_, change, tenant, status, error, code) => {
  const answer = await askToken(userCloud(), { ...request, ...change }, { tenant })
  expect(answer).toMatchObject({ status, error, error_codes: [code] })
})

test.each([
  ['a disabled user', { disabled: true }, 50057, {}],
  ['a user who needs a second factor', { multifactor: true }, 50076, { suberror: 'basic_action' }],
])('%s is refused', async (_, change, code, more) => {
  const mock = userCloud()
  mock.directory.changeUser(firstUser.objectId, change)
  expect(await askToken(mock, request)).toMatchObject({ error: 'invalid_grant', error_codes: [code], ...more })
})
