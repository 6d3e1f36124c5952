import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { askJson, contosoId, form, login } from '../mock-azure/testing/cloud.ts'
import {
  authorizeUrl,
  claimsOf,
  firstUser,
  nativeId,
  otherApiId,
  redeem,
  secondUser,
  userCloud,
  userScope,
  webAppId,
} from '../mock-azure/testing/entra.ts'
import { systemClock } from '../system.ts'
import { findChromium, openBrowser, startApp, type Visit } from './entra-browser.ts'

const executable = findChromium()
const things = `openid profile api://${otherApiId}/Things.Read`

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: false }).click()
const atApp = (page: Page) => page.getByRole('heading', { name: 'Back at the app' }).waitFor()

describe.skipIf(executable === undefined)(
  'the sign-in pages in a real browser (not applicable without Chromium)',
  () => {
    const stack = new AsyncDisposableStack()
    let app: Awaited<ReturnType<typeof startApp>>
    let mock: ReturnType<typeof userCloud>
    let open: () => Promise<BrowserContext>
    beforeAll(async () => {
      app = stack.use(await startApp())
      const urls = { redirectUris: { web: [`${app.url}/signed-in`] }, logoutUrl: `${app.url}/front-channel-logout` }
      mock = userCloud({ clock: systemClock, signIn: { mode: 'page' }, changes: { [webAppId]: urls } })
      const { browser } = stack.use(await openBrowser(mock, executable ?? ''))
      open = async () => stack.adopt(await browser.newContext(), (context) => context.close())
    })
    afterAll(() => stack.disposeAsync())

    const urlOf = (parameters: Record<string, string> = {}): string =>
      authorizeUrl({ redirect_uri: `${app.url}/signed-in`, ...parameters })
    const lastVisit = (): Visit | undefined => app.visits.at(-1)
    const tokens = ({ values }: Visit) => redeem(mock, values['code'] ?? '', { redirect_uri: `${app.url}/signed-in` })

    it('a user types name and password, corrects a mistake, consents, and comes back with a code', async () => {
      const page = await (await open()).newPage()
      await page.goto(urlOf({ scope: things }))
      await page.getByRole('heading', { name: 'Pick an account' }).waitFor()
      await page.getByLabel('Use another account').fill(firstUser.userName)
      await page.keyboard.press('Enter')
      await page.getByLabel('Password').fill('wrong')
      await page.keyboard.press('Enter')
      expect(await page.getByRole('alert').textContent()).toContain('AADSTS50126')
      await page.getByLabel('Password').fill(firstUser.password ?? '')
      await press(page, 'Sign in')
      expect(await page.getByRole('listitem').allTextContents()).toEqual(['Other API: Things.Read'])
      await press(page, 'Accept')
      await atApp(page)
      const visit = lastVisit()
      expect(visit).toMatchObject({ method: 'GET', path: '/signed-in', values: { state: 'some state' } })
      const { id_token: idToken } = await tokens(visit ?? { method: '', path: '', values: {} })
      expect(claimsOf(idToken)).toMatchObject({ oid: firstUser.objectId })
    })

    it('a user is picked; the answer comes by form post; the next time there is no page; signing out reaches the app', async () => {
      const page = await (await open()).newPage()
      await page.goto(urlOf({ response_mode: 'form_post' }))
      await press(page, secondUser.userName)
      await atApp(page)
      const first = lastVisit()
      expect(first).toMatchObject({ method: 'POST', values: { code: expect.any(String), state: 'some state' } })
      await page.goto(urlOf())
      await atApp(page)
      const again = lastVisit()
      expect(again).toMatchObject({ method: 'GET', values: { session_state: first?.values['session_state'] } })

      const query = new URLSearchParams({ post_logout_redirect_uri: `${app.url}/signed-in`, state: 'out' }).toString()
      await page.goto(`${login}/${contosoId}/oauth2/v2.0/logout?${query}`)
      await atApp(page)
      const [frame, back] = app.visits.slice(-2)
      expect(frame).toMatchObject({
        path: '/front-channel-logout',
        values: { sid: first?.values['session_state'], iss: `${login}/${contosoId}/v2.0` },
      })
      expect(back).toMatchObject({ path: '/signed-in', values: { state: 'out' } })
      await page.goto(urlOf())
      await page.getByRole('heading', { name: 'Pick an account' }).waitFor()
    })

    it('a user who cancels comes back with an error; a redirect URI nobody registered is shown as such', async () => {
      const page = await (await open()).newPage()
      await page.goto(urlOf())
      await press(page, 'Cancel')
      await atApp(page)
      expect(lastVisit()).toMatchObject({ values: { error: 'access_denied', error_subcode: 'cancel' } })
      const visits = app.visits.length
      await page.goto(urlOf({ redirect_uri: `${app.url}/elsewhere` }))
      expect(await page.getByRole('alert').textContent()).toContain('trouble signing you in')
      expect(await page.textContent('main')).toContain('AADSTS50011')
      expect(app.visits).toHaveLength(visits)
    })

    it('the user of a device types its code in and signs in', async () => {
      const request = form({ client_id: nativeId, scope: userScope })
      const device = await askJson(mock, `${login}/${contosoId}/oauth2/v2.0/devicecode`, request)
      const page = await (await open()).newPage()
      await page.goto(String(device['verification_uri']))
      await page.getByLabel('Code').fill(String(device['user_code']))
      await press(page, 'Next')
      await press(page, secondUser.userName)
      await page.getByRole('heading', { name: 'You have signed in' }).waitFor()
      expect(await page.textContent('main')).toContain('the Console application')
    })
  },
)
