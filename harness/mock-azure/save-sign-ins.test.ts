/** What users and their clients hold is part of a cloud's state: it comes back with a snapshot, as it was then. */
import { expect, test } from 'vitest'

import { ask, askJson, contosoId, form, login } from './testing/cloud.ts'
import {
  apiScope,
  askToken,
  authorizeUrl,
  firstUser,
  formValues,
  nativeId,
  otherApiId,
  returned,
  signInTokens,
  userCloud,
  webAppId,
  webAppSecret,
} from './testing/entra.ts'

type Mock = ReturnType<typeof userCloud>

/** Whether each of the things that were given out is still good for something. */
async function twice(mock: Mock, now: () => Promise<unknown>, change: () => unknown): Promise<readonly unknown[]> {
  const restore = mock.save()
  const seen: unknown[] = []
  for (const _ of [1, 2]) {
    seen.push(await now())
    await change()
    seen.push(await now())
    restore()
  }
  return [...seen, await now()]
}

function renew(mock: Mock, refreshToken: string) {
  return async (): Promise<number | undefined> => {
    const client = { client_id: webAppId, client_secret: webAppSecret, scope: apiScope }
    const answer = await askToken(mock, { grant_type: 'refresh_token', refresh_token: refreshToken, ...client })
    return answer.error_codes?.[0] ?? answer.status
  }
}

test('a refresh token that was revoked since', async () => {
  const mock = userCloud()
  const { refreshToken } = await signInTokens(mock)
  const seen = await twice(mock, renew(mock, refreshToken), () => mock.entra.revokeSessions(firstUser.objectId))
  expect(seen).toEqual([200, 50173, 200, 50173, 200])
})

test('a refresh token that was given out since is worth nothing', async () => {
  const mock = userCloud()
  const restore = mock.save()
  const { refreshToken } = await signInTokens(mock)
  expect(await renew(mock, refreshToken)()).toBe(200)
  restore()
  expect(await renew(mock, refreshToken)()).toBe(70000)
})

test('a browser that was signed out since', async () => {
  const mock = userCloud()
  const signedIn = await ask(mock, authorizeUrl({}))
  const headers = { cookie: signedIn.headers.get('set-cookie')?.split(';')[0] ?? '' }
  const silent = async (): Promise<boolean> =>
    'code' in returned(await ask(mock, authorizeUrl({ prompt: 'none' }), { headers })).values
  const signOut = () => ask(mock, `${login}/${contosoId}/oauth2/v2.0/logout`, { headers })
  expect(await twice(mock, silent, signOut)).toEqual([true, false, true, false, true])
})

test('a device that got its tokens since, and the user code it shows', async () => {
  const mock = userCloud()
  const device = await askJson(
    mock,
    `${login}/${contosoId}/oauth2/v2.0/devicecode`,
    form({ client_id: nativeId, scope: apiScope }),
  )
  const poll = async (): Promise<number | undefined> => {
    const request = { grant_type: 'device_code', client_id: nativeId, device_code: String(device['device_code']) }
    const answer = await askToken(mock, request)
    return answer.error_codes?.[0] ?? answer.status
  }
  mock.entra.signIn = { mode: 'page' }
  const signIn = async (): Promise<void> => {
    mock.entra.signIn = { mode: 'automatic', user: firstUser.userName, consent: 'accept' }
    expect(await poll()).toBe(200)
  }
  expect(await twice(mock, poll, signIn)).toEqual([70016, 54005, 70016, 54005, 70016])
})

test('a page that is open, and the consent that was given on it since', async () => {
  const mock = userCloud()
  mock.entra.signIn = { mode: 'page' }
  const scope = `openid api://${otherApiId}/Things.Read`
  const accounts = await (await ask(mock, authorizeUrl({ scope }))).text()
  const { ctx = '' } = formValues(accounts)
  const post = (path: string, values: Record<string, string>) =>
    ask(mock, `${login}/${contosoId}/${path}`, form(values))
  const { userName, password = '', objectId } = firstUser
  const page = await (await post('login', { ctx, login: userName, passwd: password })).text()
  const asked = formValues(page)
  const consented = async (): Promise<boolean> => {
    const [client, api] = [webAppId, otherApiId].map((id) => mock.directory.app(contosoId, id))
    if (client === undefined || api === undefined) throw new Error('both are registered')
    return mock.directory.consentedScopes(contosoId, client, api, objectId).length > 0
  }
  const accept = async (): Promise<void> => {
    expect((await post('consent/set', { ...asked, consent: 'accept' })).status).toBe(302)
    expect((await post('consent/set', { ...asked, consent: 'accept' })).status).toBe(400)
  }
  expect(await twice(mock, consented, accept)).toEqual([false, true, false, true, false])
})
