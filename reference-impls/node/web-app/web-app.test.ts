import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

import { chromium } from 'playwright-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { RunningDemo } from '../../../harness/demo/contract.ts'
import { startDemo } from '../../../harness/demo/start.ts'
import { findChromium } from '../../../harness/witness/entra-browser.ts'

const executablePath = findChromium()

const follow = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).first().click()
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()

describe.skipIf(executablePath === undefined)(
  'web app, API and cloud in a real browser (not applicable without Chromium)',
  () => {
    const stack = new AsyncDisposableStack()
    let demo: RunningDemo
    let open: () => Promise<Page>
    beforeAll(async () => {
      demo = stack.use(await startDemo('web-app'))
      const args = [...demo.browserArguments, '--no-sandbox', '--disable-gpu']
      const browser = await chromium.launch({ executablePath: executablePath ?? '', args })
      stack.defer(() => browser.close())
      open = async () => (await browser.newContext()).newPage()
    })
    afterAll(() => stack.disposeAsync())

    async function signIn(page: Page, which: 'first' | 'second', isFirstTime: boolean): Promise<void> {
      await page.goto(demo.url)
      await follow(page, 'Sign in')
      await page.getByRole('button', { name: `${which}.user@contoso.example` }).click()
      await page.getByLabel('Password').fill(`password-of-the-${which}-user`)
      await press(page, 'Sign in')
      if (isFirstTime) await press(page, 'Accept')
      await heading(page, `Welcome, ${which === 'first' ? 'First' : 'Second'} User`)
    }

    it('a user signs in, calls the API, writes a post; another reads it and may not change it; both sign out', async () => {
      const [first, second] = [await open(), await open()]
      await signIn(first, 'first', true)
      await follow(first, 'Call the API')
      await heading(first, 'The API’s answer')
      expect(await first.textContent('main')).toContain('access_as_user')
      await follow(first, 'Posts')
      await follow(first, 'New post')
      await first.getByLabel('Title').fill('A <b>first</b> post')
      await first.getByLabel('Text').fill('One line,\nand another.')
      await press(first, 'Save')
      await heading(first, 'A <b>first</b> post')
      await follow(first, 'Edit')
      await first.getByLabel('Text').fill('Changed.')
      await press(first, 'Save')
      await first.getByText('Changed.', { exact: true }).waitFor()

      await signIn(second, 'second', true)
      await second.goto(first.url())
      await heading(second, 'A <b>first</b> post')
      expect(await second.getByRole('link', { name: 'Edit' }).count()).toBe(0)
      await second.goto(`${first.url()}/edit`)
      await heading(second, 'You may not do that')

      await follow(first, 'Delete')
      await press(first, 'Delete')
      await heading(first, 'Posts')
      await follow(first, 'Profile')
      await first.getByText('b1b1b1b1-0000-4000-8000-000000000001').waitFor()
      await press(first, 'Sign out')
      await heading(first, 'Welcome')
      expect(first.url()).toBe(demo.url)
      await second.goto(`${demo.url}profile`)
      await heading(second, 'Profile')

      const redeemed = demo.cloud.control.ledger.entries({ endpoint: 'entra.token' })
      expect(redeemed).toHaveLength(2)
      for (const { requestBody, url } of redeemed) {
        expect(requestBody).toMatch(/client_assertion=\[token .*"azp":"d2d2d2d2-0000-4000-8000-000000000001"/)
        expect(`${url}${requestBody}`).not.toContain('client_secret')
      }
      expect(demo.part('web').output()).not.toMatch(/eyJ|secret|at .*\.ts:/)
    })

    it('signing out at Entra ID signs out here', async () => {
      const page = await open()
      await signIn(page, 'first', false)
      await page.goto('https://login.microsoftonline.com/a1a1a1a1-0000-4000-8000-000000000001/oauth2/v2.0/logout')
      await heading(page, 'You signed out')
      await expect
        .poll(async () => (await page.goto(demo.url), page.getByRole('link', { name: 'Sign in' }).count()))
        .toBe(1)
    })
  },
)

describe('main', () => {
  const main = new URL('src/main.ts', import.meta.url).pathname
  const run = (env: Readonly<Record<string, string>>) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main], { env })
    return { exit: once(child, 'exit'), errors: text(child.stderr) }
  }

  it('names what is wrong with its settings in one line, and exits with 1', async () => {
    const { exit, errors } = run({ TENANT_ID: 'contoso', CLIENT_ID: 'c3c3c3c3-0000-4000-8000-000000000001' })
    expect(await exit).toEqual([1, null])
    expect(await errors).toBe('Invalid settings: TENANT_ID: must be a GUID\n')
  })
})
