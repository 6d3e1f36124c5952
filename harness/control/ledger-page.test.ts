import { chromium } from 'playwright-core'
import { expect, test } from 'vitest'

import { contosoId, login } from '../mock-azure/testing/cloud.ts'
import { findChromium } from '../witness/entra-browser.ts'
import { startControlServer } from './server.ts'
import { controlledCloud } from './testing/controlled-cloud.ts'

const executablePath = findChromium()

test.skipIf(executablePath === undefined)(
  'the page shows what was there and what comes (not applicable without Chromium)',
  async () => {
    const { mock, control } = controlledCloud()
    const ask = (path: string) => mock.handle(new Request(`${login}/${contosoId}/${path}`))
    await using server = await startControlServer(control)
    await using browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] })
    const page = await browser.newPage()
    const rows = page.locator('tbody tr')

    await ask('discovery/v2.0/keys')
    await page.goto(`${server.url}/#${server.secret}`)
    await rows.first().waitFor()
    expect(page.url()).not.toContain(server.secret)
    await ask('oauth2/v2.0/token')
    await rows.nth(1).waitFor()
    expect(await rows.count()).toBe(2)
    expect(await rows.nth(0).innerText()).toMatch(/^1\s.*200\s+entra\.keys\.v2\s+GET\s+https:/)
    expect(await rows.nth(1).innerText()).toMatch(/^2\s.*400\s+AADSTS900561\s+entra\.token\s+GET\s/)
    expect(await rows.nth(1).getAttribute('class')).toBe('failed')
    await page.reload()
    await rows.nth(1).waitFor()

    const stranger = await browser.newPage()
    await stranger.goto(`${server.url}/#wrong`)
    await stranger.getByText('open the address that was printed').waitFor()
    expect(await stranger.locator('tbody tr').count()).toBe(0)
  },
)
