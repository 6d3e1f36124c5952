import { expect, test } from 'vitest'

import { ask, contosoId } from '../../testing/cloud.ts'
import {
  authorizeUrl,
  claimsOf,
  firstUser,
  multiTenantId,
  redeem,
  returned,
  secondUser,
  stranger,
  userCloud,
  visit,
  visitor,
} from '../../testing/entra.ts'

/** One browser: it keeps the session's cookie. */
function browser(mock = userCloud()) {
  let cookie = ''
  const open = async (parameters: Record<string, string> = {}, tenant = contosoId): Promise<Response> => {
    const answer = await ask(mock, authorizeUrl(parameters, tenant), { headers: { cookie } })
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie
    return answer
  }
  return { mock, open, values: async (...args: Parameters<typeof open>) => returned(await open(...args)).values }
}

async function userOf(mock: ReturnType<typeof userCloud>, values: Record<string, string>): Promise<unknown> {
  return claimsOf((await redeem(mock, values['code'] ?? '')).id_token)['oid']
}

test('the cookie is out of reach for scripts and for plain connections', async () => {
  const answer = await ask(userCloud(), authorizeUrl({}))
  expect(answer.headers.get('set-cookie')).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=None$/)
})

test('prompt=none needs a session', async () => {
  const { values } = browser()
  expect(await values({ prompt: 'none' })).toMatchObject({ error: 'login_required', state: 'some state' })
  await values()
  expect(await values({ prompt: 'none' })).toMatchObject({ code: expect.any(String) })
})

test('who is signed in signs in again without a page, whatever user the cloud would take', async () => {
  const { mock, open, values } = browser()
  const { session_state: first } = await values()
  mock.entra.signIn = { mode: 'page' }
  const again = await values()
  expect(again['session_state']).toBe(first)
  expect(await userOf(mock, again)).toBe(firstUser.objectId)
  expect((await open({ prompt: 'select_account' })).status).toBe(200)
  expect((await open({ prompt: 'login' })).status).toBe(200)
  expect((await open({ login_hint: secondUser.userName })).status).toBe(200)
})

test('of two signed-in users the hint decides; without one prompt=none cannot tell', async () => {
  const { mock, values } = browser()
  await values()
  await values({ login_hint: secondUser.userName, prompt: 'login' })
  expect(await values({ prompt: 'none' })).toMatchObject({ error: 'interaction_required' })
  expect(await userOf(mock, await values({ prompt: 'none', login_hint: secondUser.userName }))).toBe(
    secondUser.objectId,
  )
  const claim = Buffer.from(`O.${firstUser.userName}`).toString('base64url')
  expect(await userOf(mock, await values({ prompt: 'none', login_hint: claim }))).toBe(firstUser.objectId)
})

test('who signs in again is one user still', async () => {
  const { values } = browser()
  await values()
  await values({ prompt: 'login' })
  expect(await values({ prompt: 'none' })).toHaveProperty('code')
})

test('a revoked session is none', async () => {
  const { mock, values } = browser()
  await values()
  mock.entra.revokeSessions(firstUser.objectId)
  expect(await values({ prompt: 'none' })).toMatchObject({ error: 'login_required' })
})

test('a guest has another object ID where they are a guest, and their own at home', async () => {
  const { mock, values } = browser()
  const answer = await redeem(mock, (await values({ login_hint: visitor.userName }))['code'] ?? '', {
    client_info: '1',
  })
  expect(claimsOf(answer.id_token)).toMatchObject({ oid: visit.objectId, tid: contosoId })
  const uid = { uid: visitor.objectId, utid: visitor.tenantId }
  expect(answer['client_info']).toBe(Buffer.from(JSON.stringify(uid)).toString('base64url'))
})

test('at common users sign in at home', async () => {
  const { values } = browser()
  const hint = {
    login_hint: stranger.userName,
    client_id: multiTenantId,
    response_type: 'code',
    scope: 'openid profile',
  }
  expect(await values(hint, 'common')).toMatchObject({ code: expect.any(String) })
})

test.each([
  ['a user of another tenant', { login_hint: stranger.userName }, 50020],
  ['an unknown user', { login_hint: 'nobody@contoso.example' }, 50034],
])('%s sees a page', async (_, change, code) => {
  const answer = await ask(userCloud(), authorizeUrl(change))
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining(`AADSTS${code}:`)])
})

test('a disabled user sees a page, signed in before or not', async () => {
  const { mock, open, values } = browser()
  await values()
  mock.directory.changeUser(firstUser.objectId, { disabled: true })
  expect(await (await open()).text()).toContain('AADSTS50057:')
  expect(await (await open({ prompt: 'none' })).text()).toContain('AADSTS50057:')
  expect(await (await ask(mock, authorizeUrl({}))).text()).toContain('AADSTS50057:')
})
