import { expect, test } from 'vitest'

import { ask, contosoId, form, login } from '../../testing/cloud.ts'
import {
  apiScope,
  authorizeUrl,
  claimsOf,
  firstUser,
  formValues,
  nativeId,
  otherApiId,
  redeem,
  returned,
  secondUser,
  stranger,
  userCloud,
  visitor,
  webAppId,
} from '../../testing/entra.ts'

type Cloud = ReturnType<typeof userCloud>
const pageCloud = (options: Parameters<typeof userCloud>[0] = {}): Cloud =>
  userCloud({ signIn: { mode: 'page' }, ...options })

/** Where the page's forms post to. */
const actionOf = (page: string): string => /<form[^>]*action="([^"]*)"/.exec(page)?.[1] ?? ''

/** Presses a button of the page, or fills in its form. */
async function press(mock: Cloud, page: string, values: Record<string, string>): Promise<Response> {
  return ask(mock, `${login}${actionOf(page)}`, form({ ctx: formValues(page)['ctx'] ?? '', ...values }))
}

async function openPage(mock: Cloud, parameters: Record<string, string> = {}): Promise<string> {
  const answer = await ask(mock, authorizeUrl(parameters))
  expect([answer.status, answer.headers.get('x-frame-options')]).toEqual([200, 'DENY'])
  return answer.text()
}

test('the page offers the accounts of the tenant, guests among them, and each once', async () => {
  const page = await openPage(pageCloud())
  expect(page).toContain('to continue to Web app')
  for (const { userName } of [firstUser, secondUser, visitor]) expect(page).toContain(`value="${userName}"`)
  expect(page).not.toContain(stranger.userName)
})

test('a hint leaves one account, a domain hint those of that domain', async () => {
  const hinted = await openPage(pageCloud(), { login_hint: secondUser.userName })
  expect([hinted.includes(secondUser.userName), hinted.includes(firstUser.userName)]).toEqual([true, false])
  const domain = await openPage(pageCloud(), { domain_hint: 'fabrikam.example' })
  expect([domain.includes(visitor.userName), domain.includes(firstUser.userName)]).toEqual([true, false])
})

test('a user without a password is in by being picked', async () => {
  const mock = pageCloud()
  const answer = await press(mock, await openPage(mock, { login_hint: visitor.userName }), { login: visitor.userName })
  // Nobody consented for the guest, but an administrator did for everybody.
  expect(returned(answer).values).toMatchObject({ code: expect.any(String), state: 'some state' })
  expect(answer.headers.get('set-cookie')).toContain('ESTSAUTHPERSISTENT=')
})

test('a user with a password has to know it, and may try again', async () => {
  const mock = pageCloud()
  const first = await press(mock, await openPage(mock), { login: firstUser.userName })
  const passwordPage = await first.text()
  expect(passwordPage).toContain('type="password"')
  expect(passwordPage).not.toContain('role="alert"')

  const name = { login: firstUser.userName }
  const wrong = await (await press(mock, passwordPage, { ...name, passwd: 'wrong' })).text()
  expect(wrong).toContain('AADSTS50126:')
  expect(wrong).not.toContain('wrong"')
  const { code } = returned(await press(mock, wrong, { ...name, passwd: 'correct horse' })).values
  expect(claimsOf((await redeem(mock, code ?? '')).id_token)).toMatchObject({ oid: firstUser.objectId })
})

test('the ledger has neither the password nor what the page can be used again with', async () => {
  const mock = pageCloud()
  const page = await openPage(mock)
  await press(mock, page, { login: firstUser.userName, passwd: 'correct horse' })
  const [, entry] = mock.ledger.entries()
  expect(entry?.requestBody).toContain(`login=${encodeURIComponent(firstUser.userName)}`)
  for (const secret of ['correct', formValues(page)['ctx'] ?? '']) expect(entry?.requestBody).not.toContain(secret)
})

test('from the password page there is a way back to the accounts', async () => {
  const mock = pageCloud()
  const passwordPage = await (await press(mock, await openPage(mock), { login: firstUser.userName })).text()
  expect(await (await press(mock, passwordPage, { back: '1' })).text()).toContain('Pick an account')
})

test('an unknown name can be corrected; a user of another tenant cannot come in', async () => {
  const mock = pageCloud()
  const unknown = await (await press(mock, await openPage(mock), { login: 'nobody' })).text()
  expect(unknown).toContain('AADSTS50034:')
  expect(unknown).toContain('Pick an account')
  const foreign = await press(mock, unknown, { login: stranger.userName })
  expect([foreign.status, await foreign.text()]).toEqual([400, expect.stringContaining('AADSTS50020:')])
})

test('who cancels is sent back with an error', async () => {
  const mock = pageCloud()
  expect(returned(await press(mock, await openPage(mock), { cancel: '1' })).values).toEqual({
    error: 'access_denied',
    error_subcode: 'cancel',
    error_description: expect.stringContaining('AADSTS65004:'),
    state: 'some state',
  })
})

test('a page is good once, for an hour, and only as it was given out', async () => {
  const mock = pageCloud()
  const page = await openPage(mock)
  const pick = { login: secondUser.userName }
  expect((await press(mock, page, pick)).status).toBe(302)
  expect(await (await press(mock, page, pick)).text()).toContain('AADSTS50089:')
  const late = await openPage(mock)
  mock.clock.advance(60 * 60 * 1000)
  expect(await (await press(mock, late, pick)).text()).toContain('AADSTS50089:')
  expect(await (await press(mock, late, { ctx: 'made up', ...pick })).text()).toContain('AADSTS50089:')
  // The consent page's address is no way around signing in.
  const fresh = await openPage(mock)
  const values = { ctx: formValues(fresh)['ctx'] ?? '', consent: 'accept' }
  expect(await (await ask(mock, `${login}/${contosoId}/consent/set`, form(values))).text()).toContain('AADSTS50089:')
})

const things = `openid api://${otherApiId}/Things.Read`

test('what nobody consented to is asked for, and remembered', async () => {
  const mock = pageCloud()
  const pick = { login: secondUser.userName }
  const page = await (await press(mock, await openPage(mock, { scope: things }), pick)).text()
  expect(page).toContain('Permissions requested')
  expect(page).toContain('Other API: Things.Read')
  const { values } = returned(await press(mock, page, { consent: 'accept' }))
  expect(claimsOf((await redeem(mock, values['code'] ?? '')).access_token)).toMatchObject({ scp: 'Things.Read' })
  expect((await press(mock, await openPage(mock, { scope: things }), pick)).status).toBe(302)
  // It was one user's consent.
  const other = await press(mock, await openPage(mock, { scope: things }), { login: visitor.userName })
  expect(await other.text()).toContain('Permissions requested')
})

test('who declines to consent is sent back with an error', async () => {
  const mock = pageCloud()
  const picked = await press(mock, await openPage(mock, { scope: things }), { login: secondUser.userName })
  const { values } = returned(await press(mock, await picked.text(), { consent: 'cancel' }))
  expect(values).toMatchObject({ error: 'access_denied', error_description: expect.stringContaining('AADSTS65004:') })
})

test('a client that nobody knows asks for OpenID’s scopes in words', async () => {
  const mock = pageCloud({ consents: [] })
  const picked = await press(mock, await openPage(mock), { login: secondUser.userName })
  const page = await picked.text()
  for (const words of ['Sign you in', 'View your basic profile', 'Maintain access', 'API: access_as_user']) {
    expect(page).toContain(words)
  }
})

test('prompt=consent asks again', async () => {
  const mock = pageCloud()
  const picked = await press(mock, await openPage(mock, { prompt: 'consent' }), { login: secondUser.userName })
  const page = await picked.text()
  expect(page).toContain('API: access_as_user')
  expect(returned(await press(mock, page, { consent: 'accept' })).values).toHaveProperty('code')
})

test('without a page the automatic user answers, and prompt=none only tells', async () => {
  const mock = userCloud({ signIn: { mode: 'automatic', user: firstUser.userName, consent: 'decline' } })
  expect(returned(await ask(mock, authorizeUrl({ scope: things }))).values).toMatchObject({ error: 'access_denied' })
  const cookie = (await ask(mock, authorizeUrl({ scope: apiScope }))).headers.get('set-cookie')?.split(';')[0] ?? ''
  const silent = await ask(mock, authorizeUrl({ scope: things, prompt: 'none' }), { headers: { cookie } })
  expect(returned(silent).values).toMatchObject({
    error: 'consent_required',
    error_description: expect.stringContaining('65001'),
  })
})

test.each([
  ['a permission for administrators', { scope: `api://${otherApiId}/Things.Delete` }, 90094],
  ['a client the user is not assigned to', { client_id: webAppId }, 50105],
])('%s: a page', async (_, change, code) => {
  const mock = userCloud({ changes: code === 50105 ? { [webAppId]: { assignmentRequired: true } } : {} })
  const answer = await ask(mock, authorizeUrl(change))
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining(`AADSTS${code}:`)])
})

test('/.default of an API that the registration does not list', async () => {
  const scope = `openid api://${otherApiId}/.default`
  const { values } = returned(await ask(userCloud(), authorizeUrl({ scope })))
  expect(values).toMatchObject({ error: 'invalid_client', error_description: expect.stringContaining('650057') })
  const listed = { requiredResourceAccess: [{ resource: otherApiId, scopes: ['Things.Read'] }] }
  const mock = userCloud({ changes: { [webAppId]: listed } })
  const { code } = returned(await ask(mock, authorizeUrl({ scope }))).values
  const answer = await redeem(mock, code ?? '')
  expect(answer['scope']).toBe(`api://${otherApiId}/Things.Read api://${otherApiId}/.default`)
})

test('in the automatic mode a request without a user to take gets the page', async () => {
  const mock = userCloud({ signIn: { mode: 'automatic', consent: 'accept' } })
  expect(await openPage(mock)).toContain('Pick an account')
  expect(returned(await ask(mock, authorizeUrl({ login_hint: firstUser.userName }))).values).toHaveProperty('code')
})

test('no form of a page sends the browser anywhere but here', async () => {
  const page = await openPage(pageCloud(), { client_id: nativeId, redirect_uri: 'http://localhost/signed-in' })
  const actions = [...page.matchAll(/action="([^"]*)"/g)].map(([, action]) => action)
  expect(new Set(actions)).toEqual(new Set([`/${contosoId}/login`]))
})
