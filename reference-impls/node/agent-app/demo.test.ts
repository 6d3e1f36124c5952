import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { RunningDemo } from '../../../harness/demo/contract.ts'
import { startDemo } from '../../../harness/demo/start.ts'
import { findChromium } from '../../../harness/witness/entra-browser.ts'

const executablePath = findChromium()

describe.skipIf(executablePath === undefined)('in a real browser (not applicable without Chromium)', () => {
  const stack = new AsyncDisposableStack()
  let demo: RunningDemo
  let browser: Browser
  beforeAll(async () => {
    demo = stack.use(await startDemo('agent'))
    browser = await chromium.launch({
      executablePath: executablePath ?? '',
      args: [...demo.browserArguments, '--no-sandbox', '--disable-gpu'],
    })
    stack.defer(() => browser.close())
  })
  afterAll(() => stack.disposeAsync())

  async function open(width: number): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height: 800 }, javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(demo.url)
    return page
  }

  it('a person chats and runs code, on a phone, without scripts', async () => {
    const page = await open(390)
    await page.getByLabel('Message to the model').fill('What is <b>six</b> times seven?')
    await page.getByRole('button', { name: 'Send' }).click()
    expect(await page.getByRole('status').textContent()).toContain('What is <b>six</b> times seven?')
    await page.getByLabel('Python').fill('print(6 * 7)')
    await page.getByRole('button', { name: 'Run' }).click()
    expect(await page.getByRole('status').textContent()).toMatch(/Succeeded[^]*print\(6 \* 7\)/)
    const box = await page.locator('main').boundingBox()
    expect(box?.width).toBeLessThanOrEqual(390)
    const asked = demo.cloud.mock.ledger.entries({ endpoint: 'app-service.token' })
    expect(asked.map(({ url }) => new URL(url).searchParams.get('resource'))).toEqual([
      'https://cognitiveservices.azure.com',
      'https://dynamicsessions.io',
    ])
  })

  it('a role that is missing is said plainly, and what was written is not lost', async () => {
    for (const assignment of demo.cloud.seed.roleAssignments) demo.cloud.mock.roleAssignments.remove(assignment)
    const page = await open(1280)
    await page.getByLabel('Python').fill('print(1)')
    await page.getByRole('button', { name: 'Run' }).click()
    const alert = await page.getByRole('alert').textContent()
    expect(alert).toContain('(403)')
    expect(alert).toContain('“Azure ContainerApps Session Executor”')
    expect(await page.getByLabel('Python').inputValue()).toBe('print(1)')
    expect(await page.title()).toBe('Error 403 – Agent')
  })
})
