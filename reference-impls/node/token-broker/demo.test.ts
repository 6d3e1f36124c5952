import { chromium } from 'playwright-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'

import type { RunningDemo } from '../../../harness/demo/contract.ts'
import { startDemo } from '../../../harness/demo/start.ts'
import { findChromium } from '../../../harness/witness/entra-browser.ts'

const executablePath = findChromium()

const secretsAnswer = z.object({ secrets: z.array(z.object({ name: z.string() })) })

describe('the broker and its client', () => {
  const stack = new AsyncDisposableStack()
  let demo: RunningDemo
  beforeAll(async () => {
    demo = stack.use(await startDemo('broker'))
  })
  afterAll(() => stack.disposeAsync())

  it("an SDK client reads the vault with the broker's tokens: one from the identity, however often", async () => {
    const { ledger } = demo.cloud.mock
    const since = ledger.mark()
    const read = async () => secretsAnswer.parse(await (await fetch(`${demo.url}api/secrets`)).json())
    const answers = await Promise.all([read(), read(), read()])
    for (const { secrets } of answers) expect(secrets.map(({ name }) => name)).toContain('database-password')
    expect(ledger.count({ endpoint: 'app-service.token', since })).toBe(1)
    expect(ledger.count({ endpoint: 'entra.token', since })).toBe(0)
  })

  it('neither writes the secret, a token or a value of the vault anywhere', () => {
    for (const part of demo.parts) expect(part.output()).not.toMatch(/eyJ|mock-password/)
  })

  describe.skipIf(executablePath === undefined)('in a real browser (not applicable without Chromium)', () => {
    let open: (width: number) => Promise<Page>
    beforeAll(async () => {
      const args = [...demo.browserArguments, '--no-sandbox', '--disable-gpu']
      const browser = await chromium.launch({ executablePath: executablePath ?? '', args })
      stack.defer(() => browser.close())
      open = async (width) => {
        const context = await browser.newContext({ viewport: { width, height: 800 }, javaScriptEnabled: false })
        return context.newPage()
      }
    })

    it('a person reads the names of the secrets, on a phone, without scripts', async () => {
      const page = await open(390)
      await page.goto(demo.url)
      expect(await page.getByRole('rowheader').allTextContents()).toEqual([
        'azure-api-client-id',
        'azure-tenant-id',
        'database-password',
      ])
      expect(await page.content()).not.toContain('mock-password')
      await page.getByRole('link', { name: 'Read again' }).click()
      await page.getByRole('caption').getByText('3 secrets').waitFor()
    })

    it('a role that is missing is said plainly', async () => {
      for (const assignment of demo.cloud.seed.roleAssignments) demo.cloud.mock.roleAssignments.remove(assignment)
      const page = await open(1280)
      const response = await page.goto(demo.url)
      expect(response?.status()).toBe(403)
      expect(await page.getByRole('alert').textContent()).toContain('“Key Vault Secrets User”')
    })
  })
})
