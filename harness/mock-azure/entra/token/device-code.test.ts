import { expect, test } from 'vitest'
import { z } from 'zod'

import { apiUri, ask, askJson, contosoId, form, login, nobodyId } from '../../testing/cloud.ts'
import {
  askToken,
  authorizeUrl,
  claimsOf,
  firstUser,
  formValues,
  nativeId,
  otherApiId,
  secondUser,
  userCloud,
  userScope,
  webAppId,
  webAppSecret,
} from '../../testing/entra.ts'

type Cloud = ReturnType<typeof userCloud>
const started = z.looseObject({ device_code: z.string(), user_code: z.string(), verification_uri: z.string() })
const pageCloud = (): Cloud => userCloud({ signIn: { mode: 'page' } })

async function start(mock: Cloud, parameters: Record<string, string> = {}, tenant = contosoId) {
  const request = form({ client_id: nativeId, scope: userScope, ...parameters })
  return started.parse(await askJson(mock, `${login}/${tenant}/oauth2/v2.0/devicecode`, request))
}

const poll = (mock: Cloud, deviceCode: string, change: Record<string, string> = {}, tenant = contosoId) =>
  askToken(
    mock,
    {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      client_id: nativeId,
      device_code: deviceCode,
      ...change,
    },
    { tenant },
  )

/** Presses on through the pages; the last answer. */
async function signIn(mock: Cloud, userCode: string, steps: readonly Record<string, string>[]): Promise<string> {
  let page = await (await ask(mock, 'https://login.microsoft.com/device', form({ otc: userCode }))).text()
  for (const values of steps) {
    const action = /action="([^"]*)"/.exec(page)?.[1] ?? ''
    const answer = await ask(mock, `${login}${action}`, form({ ctx: formValues(page)['ctx'] ?? '', ...values }))
    page = await answer.text()
  }
  return page
}

test('a device gets a code for its user and one for itself', async () => {
  const answer = await start(userCloud())
  expect(answer).toEqual({
    user_code: expect.stringMatching(/^[A-Z2-9]{9}$/),
    device_code: expect.any(String),
    verification_uri: 'https://login.microsoft.com/device',
    expires_in: 900,
    interval: 5,
    message: expect.stringContaining(answer.user_code),
  })
})

test('the device waits until its user has signed in on the page', async () => {
  const mock = pageCloud()
  const device = await start(mock)
  const pending = { status: 400, error: 'authorization_pending', error_codes: [70016] }
  expect(await poll(mock, device.device_code)).toMatchObject(pending)
  const typed = ` ${device.user_code.slice(0, 4).toLowerCase()}-${device.user_code.slice(4)}`
  const end = await signIn(mock, typed, [{ login: secondUser.userName }])
  expect(end).toContain('signed in to the Console application')
  const answer = await poll(mock, device.device_code)
  expect(claimsOf(answer.id_token)).toMatchObject({ oid: secondUser.objectId })
  expect(await poll(mock, device.device_code)).toMatchObject({ error: 'invalid_grant', error_codes: [54005] })
})

test('who has the user code cannot use the session of whoever opens the page', async () => {
  const mock = userCloud()
  const cookie = (await ask(mock, authorizeUrl({}))).headers.get('set-cookie')?.split(';')[0] ?? ''
  mock.entra.signIn = { mode: 'page' }
  const device = await start(mock)
  const page = await ask(mock, 'https://login.microsoft.com/device', form({ otc: device.user_code }, { cookie }))
  expect(await page.text()).toContain('Pick an account')
  expect(await poll(mock, device.device_code)).toMatchObject({ error: 'authorization_pending' })
})

test('of many polls at once one gets the tokens', async () => {
  const mock = userCloud()
  const { device_code: code } = await start(mock)
  const answers = await Promise.all(Array.from({ length: 16 }, () => poll(mock, code)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
})

test('in the automatic mode the user has signed in when the device first asks', async () => {
  const mock = userCloud()
  const answer = await poll(mock, (await start(mock)).device_code)
  expect(claimsOf(answer.access_token)).toMatchObject({ oid: firstUser.objectId, azpacr: '0' })
})

test('the user may decline, on the first page or when asked for consent', async () => {
  const mock = pageCloud()
  const declined = { status: 400, error: 'authorization_declined', error_codes: [65004] }
  const first = await start(mock)
  expect(await signIn(mock, first.user_code, [{ cancel: '1' }])).toContain('You declined')
  expect(await poll(mock, first.device_code)).toMatchObject(declined)
  const second = await start(mock, { scope: `api://${otherApiId}/Things.Read` })
  await signIn(mock, second.user_code, [{ login: secondUser.userName }, { consent: 'cancel' }])
  expect(await poll(mock, second.device_code)).toMatchObject(declined)
  const automatic = userCloud({ signIn: { mode: 'automatic', user: firstUser.userName, consent: 'decline' } })
  const third = await start(automatic, { scope: `api://${otherApiId}/Things.Read` })
  expect(await poll(automatic, third.device_code)).toMatchObject(declined)
})

test('both codes are good for a quarter of an hour', async () => {
  const mock = pageCloud()
  const device = await start(mock)
  mock.clock.advance(900_000)
  expect(await signIn(mock, device.user_code, [])).toContain('AADSTS70018:')
  expect(await poll(mock, device.device_code)).toMatchObject({ error: 'expired_token', error_codes: [70020] })
})

test.each([
  ['an unknown code', { device_code: 'garbage' }, 400, 'bad_verification_code', 70018],
  ['another client', { client_id: webAppId }, 400, 'bad_verification_code', 70018],
  ['no code', { device_code: '' }, 400, 'invalid_request', 900144],
])('%s is refused', async (_, change, status, error, code) => {
  const mock = userCloud()
  expect(await poll(mock, (await start(mock)).device_code, change)).toMatchObject({
    status,
    error,
    error_codes: [code],
  })
})

test('a client that is not public needs its credential', async () => {
  const mock = userCloud()
  const { device_code: code } = await start(mock, { client_id: webAppId })
  expect((await poll(mock, code, { client_id: webAppId })).error_codes).toEqual([7000218])
  expect((await poll(mock, code, { client_id: webAppId, client_secret: webAppSecret })).status).toBe(200)
})

test('an unknown client or tenant gets no code', async () => {
  const mock = userCloud()
  const ask1 = (tenant: string, parameters: Record<string, string>) =>
    askJson(mock, `${login}/${tenant}/oauth2/v2.0/devicecode`, form(parameters))
  expect(await ask1(contosoId, { client_id: nobodyId, scope: 'openid' })).toMatchObject({ error_codes: [700016] })
  expect(await ask1(nobodyId, { client_id: nativeId, scope: 'openid' })).toMatchObject({ error_codes: [90002] })
  expect(await ask1('common', { client_id: nativeId, scope: 'openid' })).toMatchObject({ error_codes: [50194] })
  expect(await ask1(contosoId, { client_id: nativeId })).toMatchObject({ error_codes: [900144] })
})

test('the v1 endpoint writes its numbers as text', async () => {
  const request = form({ client_id: nativeId, resource: apiUri })
  const answer = await askJson(userCloud(), `${login}/${contosoId}/oauth2/devicecode`, request)
  expect(answer).toMatchObject({ expires_in: '900', interval: '5', verification_url: expect.any(String) })
})
