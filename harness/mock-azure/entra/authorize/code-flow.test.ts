import { expect, test } from 'vitest'

import { apiId, ask, contosoId } from '../../testing/cloud.ts'
import {
  askToken,
  authorizeUrl,
  claimsOf,
  firstUser,
  getCode,
  redeem,
  returned,
  signInTokens,
  userCloud,
  webAppId,
  webAppSecret,
  webRedirect,
} from '../../testing/entra.ts'

test('a user signs in and the web app redeems the code', async () => {
  const mock = userCloud()
  const { to, values } = returned(await ask(mock, authorizeUrl({ nonce: 'n' })))
  expect(to).toBe(webRedirect)
  expect(values).toEqual({ code: expect.any(String), state: 'some state', session_state: expect.any(String) })
  const answer = await redeem(mock, values['code'] ?? '', { client_info: '1' })
  expect(answer).toMatchObject({ status: 200, token_type: 'Bearer', expires_in: 3599 })
  expect(claimsOf(answer.access_token)).toMatchObject({ aud: apiId, scp: 'access_as_user', oid: firstUser.objectId })
  expect(claimsOf(answer.id_token)).toMatchObject({ aud: webAppId, nonce: 'n', tid: contosoId })
})

test('of 64 redemptions of one code at once exactly one succeeds', async () => {
  const mock = userCloud()
  const code = await getCode(mock)
  const answers = await Promise.all(Array.from({ length: 64 }, () => redeem(mock, code)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(answers.filter(({ error_codes: codes }) => codes?.[0] === 54005)).toHaveLength(63)
})

test('worlds side by side never meet: a code, a refresh token or a session of one is nothing in another', async () => {
  const [one, other] = [userCloud(), userCloud()]
  const { refreshToken } = await signInTokens(one)
  expect((await redeem(other, await getCode(one))).error_codes).toEqual([70000])
  const renewal = {
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    client_id: webAppId,
    client_secret: webAppSecret,
  }
  expect((await askToken(other, renewal)).error_codes).toEqual([70000])
  const cookie = (await ask(one, authorizeUrl({}))).headers.get('set-cookie')?.split(';')[0] ?? ''
  const silent = await ask(other, authorizeUrl({ prompt: 'none' }), { headers: { cookie } })
  expect(returned(silent).values).toMatchObject({ error: 'login_required' })
  one.directory.changeUser(firstUser.objectId, { disabled: true })
  expect((await redeem(other, await getCode(other))).status).toBe(200)
})
