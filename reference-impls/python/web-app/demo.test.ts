import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { RunningDemo } from '../../../harness/demo/contract.ts'
import { startDemo } from '../../../harness/demo/start.ts'
import { findChromium } from '../../../harness/witness/entra-browser.ts'
import { pythonWitnesses } from '../../../harness/witness/python/python.ts'

const executablePath = findChromium()

const heading = (page: Page, name: string): Promise<void> =>
  page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
const go = (page: Page, name: string): Promise<void> =>
  page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click()

describe.skipIf(executablePath === undefined || !pythonWitnesses.apply)(
  `web app and API in Python, in a real browser (not applicable without Chromium)${pythonWitnesses.note}`,
  () => {
    const stack = new AsyncDisposableStack()
    let demo: RunningDemo
    let browser: Browser
    beforeAll(async () => {
      demo = stack.use(await startDemo('python'))
      const args = [...demo.browserArguments, '--no-sandbox', '--disable-gpu']
      browser = await chromium.launch({ executablePath: executablePath ?? '', args })
      stack.defer(() => browser.close())
    })
    afterAll(() => stack.disposeAsync())

    async function signedIn(user: 'first' | 'second', viewport: { width: number; height: number }): Promise<Page> {
      const context = await browser.newContext({ viewport })
      const page = await context.newPage()
      await page.goto(demo.url)
      await page.getByRole('link', { name: 'Sign in' }).first().click()
      await page.getByRole('button', { name: `${user}.user@contoso.example` }).click()
      await page.getByLabel('Password').fill(`password-of-the-${user}-user`)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByRole('button', { name: 'Accept' }).click()
      await heading(page, `Hello, ${user === 'first' ? 'First' : 'Second'} User`)
      return page
    }

    it('one user writes, another reads, and nobody needs a secret', async () => {
      const phone = await signedIn('first', { width: 390, height: 844 })
      await go(phone, 'Call the API')
      await phone.getByText('access_as_user', { exact: true }).waitFor()
      await go(phone, 'Posts')
      await phone.getByRole('link', { name: 'Write a post' }).click()
      await phone.getByLabel('Title').fill('A <b>first</b> post')
      await phone.getByLabel('Text').fill('One line.\n\nAnother.')
      await phone.getByRole('button', { name: 'Save' }).click()
      await heading(phone, 'A <b>first</b> post')
      const address = phone.url()
      const width = await phone.evaluate<unknown>('document.documentElement.scrollWidth')
      expect(width).toBeLessThanOrEqual(390)

      const desk = await signedIn('second', { width: 1280, height: 800 })
      await go(desk, 'Posts')
      await desk.getByRole('link', { name: 'A <b>first</b> post' }).click()
      await heading(desk, 'A <b>first</b> post')
      expect(await desk.getByRole('link', { name: 'Edit' }).count()).toBe(0)
      await desk.goto(`${address}/edit`)
      await heading(desk, 'Not allowed')
      await go(desk, 'Profile')
      await desk.getByText('b2b2b2b2-0000-4000-8000-000000000001').waitFor()

      await phone.getByRole('link', { name: 'Delete' }).click()
      await phone.getByRole('button', { name: 'Delete it' }).click()
      await phone.getByText('There are no posts yet.').waitFor()
      await phone.getByRole('link', { name: 'Sign out' }).click()
      await heading(phone, 'Welcome')
      expect(phone.url()).toBe(demo.url)

      const redeemed = demo.cloud.control.ledger.entries({ endpoint: 'entra.token' })
      expect(redeemed).toHaveLength(2)
      for (const { requestBody, url } of redeemed) {
        expect(requestBody).toMatch(/client_assertion=\[token .*"azp":"d2d2d2d2-0000-4000-8000-000000000001"/)
        expect(`${url}${requestBody}`).not.toContain('client_secret')
      }
      const output = demo.parts.map((part) => part.output()).join('\n')
      expect(output).toContain('a user signed in')
      expect(output).not.toMatch(/eyJ|secret|Traceback|warning/i)
    })

    it('signing out at Entra ID signs out here', async () => {
      const context = await browser.newContext()
      const page = await context.newPage()
      await page.goto(`${demo.part('web').url}/login`)
      await page.getByRole('button', { name: 'first.user@contoso.example' }).click()
      await page.getByLabel('Password').fill('password-of-the-first-user')
      await page.getByRole('button', { name: 'Sign in' }).click()
      await heading(page, 'Hello, First User')
      await page.goto('https://login.microsoftonline.com/a1a1a1a1-0000-4000-8000-000000000001/oauth2/v2.0/logout')
      await expect
        .poll(async () => (await page.goto(demo.url), await page.getByRole('heading', { level: 1 }).textContent()))
        .toBe('Welcome')
    })
  },
)
