import { expect, test } from 'vitest'

import { ask, contosoId, login } from '../testing/cloud.ts'
import {
  authorizeUrl,
  claimsOf,
  firstUser,
  redeem,
  returned,
  secondUser,
  spaRedirect,
  userCloud,
  visitor,
  webAppId,
  webRedirect,
} from '../testing/entra.ts'

type Cloud = ReturnType<typeof userCloud>

async function signIn(mock: Cloud, cookie = '', parameters: Record<string, string> = {}) {
  const answer = await ask(mock, authorizeUrl(parameters), { headers: { cookie } })
  const { id_token: idToken = '' } = await redeem(mock, returned(answer).values['code'] ?? '')
  return { cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? cookie, idToken }
}

async function logout(mock: Cloud, cookie: string, parameters: Record<string, string> = {}, tenant = contosoId) {
  const url = `${login}/${tenant}/oauth2/v2.0/logout?${new URLSearchParams(parameters).toString()}`
  const answer = await ask(mock, url, { headers: { cookie } })
  const page = await answer.text()
  const frames = [...page.matchAll(/<iframe[^>]*src="([^"]*)"/g)].map(([, src = '']) => src.replaceAll('&amp;', '&'))
  const next = answer.headers.get('location') ?? /<a id="next" href="([^"]*)"/.exec(page)?.[1]
  return { status: answer.status, page, frames, next }
}

const silent = async (mock: Cloud, cookie: string) =>
  returned(await ask(mock, authorizeUrl({ prompt: 'none' }), { headers: { cookie } })).values

test('who signs out is signed out, and stays on the page unless the app wants them back', async () => {
  const mock = userCloud()
  const { cookie } = await signIn(mock)
  expect(await silent(mock, cookie)).toHaveProperty('code')
  expect(await logout(mock, cookie)).toMatchObject({ status: 200, page: expect.stringContaining('signed out') })
  expect(await silent(mock, cookie)).toMatchObject({ error: 'login_required' })
})

test('the apps that used the session sign out in hidden frames, each with its session’s identifier', async () => {
  const mock = userCloud()
  const { cookie, idToken } = await signIn(mock)
  const { frames, next, page } = await logout(mock, cookie, { post_logout_redirect_uri: webRedirect, state: 'a&b' })
  const [frame = ''] = frames
  expect(frames).toHaveLength(1)
  const { origin, pathname, searchParams } = new URL(frame)
  expect(origin + pathname).toBe('https://app.example/front-channel-logout')
  expect(searchParams.get('sid')).toBe(claimsOf(idToken)['sid'])
  expect(searchParams.get('iss')).toBe(`${login}/${contosoId}/v2.0`)
  expect(next).toBe(`${webRedirect}?state=a%26b`)
  expect(page).toContain('<script>')
  expect((await logout(mock, cookie)).frames).toEqual([])
})

test('a guest is signed out of the app as a user of the tenant that issued the ID token', async () => {
  const mock = userCloud()
  const { cookie, idToken } = await signIn(mock, '', { login_hint: visitor.userName })
  const [frame = ''] = (await logout(mock, cookie)).frames
  expect(new URL(frame).searchParams.get('iss')).toBe(claimsOf(idToken)['iss'])
  expect(claimsOf(idToken)['iss']).toBe(`${login}/${contosoId}/v2.0`)
})

test('without a frame to wait for the browser is sent on at once', async () => {
  const { status, next } = await logout(userCloud(), '', { post_logout_redirect_uri: webRedirect })
  expect([status, next]).toEqual([302, webRedirect])
})

test('only to a redirect URI that is registered, and for the app that asks if that is known', async () => {
  const mock = userCloud()
  const { cookie, idToken } = await signIn(mock)
  const go = async (parameters: Record<string, string>, tenant = contosoId) =>
    (await logout(mock, cookie, parameters, tenant)).next
  expect(await go({ post_logout_redirect_uri: 'https://attacker.example/' })).toBeUndefined()
  expect(await go({ post_logout_redirect_uri: spaRedirect })).toBe(spaRedirect)
  expect(await go({ post_logout_redirect_uri: spaRedirect, id_token_hint: idToken })).toBeUndefined()
  expect(await go({ post_logout_redirect_uri: webRedirect, id_token_hint: idToken })).toBe(webRedirect)
  expect(await go({ post_logout_redirect_uri: spaRedirect, client_id: webAppId })).toBeUndefined()
  expect(await go({ post_logout_redirect_uri: webRedirect, id_token_hint: 'garbage' }, 'common')).toBe(webRedirect)
  expect(await go({ post_logout_redirect_uri: spaRedirect }, 'fabrikam.example')).toBeUndefined()
})

test('a hint signs out one of two users', async () => {
  const mock = userCloud()
  const first = await signIn(mock)
  const { cookie } = await signIn(mock, first.cookie, { login_hint: secondUser.userName, prompt: 'login' })
  expect(await silent(mock, cookie)).toMatchObject({ error: 'interaction_required' })
  await logout(mock, cookie, { logout_hint: firstUser.userName })
  const { code = '' } = await silent(mock, cookie)
  expect(claimsOf((await redeem(mock, code)).id_token)).toMatchObject({ oid: secondUser.objectId })
})

test('a parameter twice is a page', async () => {
  const answer = await ask(userCloud(), `${login}/${contosoId}/oauth2/logout?state=1&state=2`)
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('AADSTS9000411:')])
})
