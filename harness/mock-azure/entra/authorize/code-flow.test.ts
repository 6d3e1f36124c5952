import { expect, test } from 'vitest'

import { apiId, ask, contosoId } from '../../testing/cloud.ts'
import {
  authorizeUrl,
  claimsOf,
  firstUser,
  getCode,
  redeem,
  returned,
  userCloud,
  webAppId,
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
