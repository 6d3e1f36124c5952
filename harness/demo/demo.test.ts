import { access, readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'

import { findFreePort } from '../targets/ports.ts'
import { findChromium } from '../witness/entra-browser.ts'
import type { RunningDemo } from './contract.ts'
import { isBrowsers } from './ledger-line.ts'
import { startDemo } from './start.ts'
import { renderDemo } from './summary.ts'
import { runDemoProcess, startDemoProcess, withDemoFile } from './testing/command.ts'

const file = fileURLToPath(new URL('testing/demo.yaml', import.meta.url))
const executablePath = findChromium()

/** What a part of the test's system says of its environment. */
async function environmentOf(demo: RunningDemo, part: string): Promise<Readonly<Record<string, string>>> {
  const answer = await fetch(demo.part(part).url)
  return z.record(z.string(), z.string()).parse(await answer.json())
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

describe('a system that runs', () => {
  let demo: RunningDemo
  beforeAll(async () => {
    demo = await startDemo(file)
  })
  afterAll(() => demo[Symbol.asyncDispose]())

  test('parts know each other, and the values of the cloud, by placeholders', async () => {
    const [api, web] = [demo.part('api'), demo.part('web')]
    const environment = await environmentOf(demo, 'web')
    expect(environment).toMatchObject({
      PORT: String(web.port),
      TENANT_ID: 'a1a1a1a1-0000-4000-8000-000000000001',
      REDIRECT_URI: `http://localhost:${web.port}/getAToken`,
      API_URL: `http://localhost:${api.port}/`,
      HTTPS_PROXY: demo.proxyUrl,
      IDENTITY_ENDPOINT: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\//),
    })
    expect(await readFile(environment['CERTIFICATE'] ?? '', 'utf8')).toContain('BEGIN PRIVATE KEY')
    const [app] = demo.cloud.control.apps.list()
    expect(app).toMatchObject({
      redirectUris: { web: [`http://localhost:${web.port}/getAToken`] },
      logoutUrl: `http://localhost:${web.port}/signed-out`,
      secrets: [environment['CLIENT_SECRET']],
    })
    expect(demo.steps).toEqual([`Sign in as first.user@contoso.example; you come back to ${web.url}.`])
  })

  test('a part has its own settings only: neither the rest of the seed nor the control', async () => {
    const environment = await environmentOf(demo, 'api')
    expect(environment).toHaveProperty('HTTPS_PROXY')
    for (const name of ['TENANT_ID', 'CLIENT_SECRET', 'ENTRA_CONFORMANCE_CONTROL_SECRET', 'VITEST']) {
      expect(environment).not.toHaveProperty(name)
    }
  })

  test('a part that nobody has is named', () => {
    expect(() => demo.part('front-end')).toThrow('No part is called "front-end"')
  })

  describe.skipIf(executablePath === undefined)('in a real browser (not applicable without Chromium)', () => {
    test('a person signs in at the real address, and every request is in the ledger', async () => {
      await using stack = new AsyncDisposableStack()
      const browser = await chromium.launch({
        executablePath: executablePath ?? '',
        args: [...demo.browserArguments, '--disable-gpu'],
      })
      stack.defer(() => browser.close())
      const page = await browser.newPage()
      await page.goto(demo.url)
      expect(page.url()).toMatch(/^https:\/\/login\.microsoftonline\.com\//)
      await page.getByRole('button', { name: 'first.user@contoso.example' }).click()
      await page.getByLabel('Password').fill('password-of-the-first-user')
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByRole('button', { name: 'Accept' }).click()
      await page.getByRole('heading', { name: 'Hello First User' }).waitFor()
      expect(await page.textContent('p')).toContain('api.sqlite')
      expect(demo.cloud.control.ledger.count({ endpoint: 'entra.token' })).toBe(1)
      // The browser calls its maker by itself, in vain.
      expect(demo.cloud.control.ledger.entries({ refused: true }).filter((entry) => !isBrowsers(entry))).toEqual([])
    })

    test('no other key is trusted', async () => {
      await using stack = new AsyncDisposableStack()
      const browser = await chromium.launch({
        executablePath: executablePath ?? '',
        args: [...demo.browserArguments, '--disable-gpu'],
      })
      stack.defer(() => browser.close())
      const page = await browser.newPage()
      await expect(page.goto('https://graph.microsoft.com/v1.0/me')).rejects.toThrow('ERR_CERT_AUTHORITY_INVALID')
    })
  })
})

test('all of it ends, and its files go', async () => {
  const demo = await startDemo(file)
  const { DATA = '', CURL_CA_BUNDLE = '' } = await environmentOf(demo, 'api')
  expect(await exists(dirname(DATA))).toBe(true)
  await demo[Symbol.asyncDispose]()
  expect(await Promise.all([dirname(DATA), CURL_CA_BUNDLE].map(exists))).toEqual([false, false])
  await expect(fetch(demo.part('web').url)).rejects.toThrow('fetch failed')
  await expect(fetch(demo.proxyUrl)).rejects.toThrow('fetch failed')
})

test('where nobody signs in, any browser will do', async () => {
  const text = (await readFile(file, 'utf8')).replace(/^open:/m, 'signIn: false\nopen:')
  await withDemoFile(text, join(dirname(file), 'app.ts'), async (changed) => {
    await using demo = await startDemo(changed)
    const shown = renderDemo(demo, '/profile')
    expect(shown).toContain(`Open it in any browser\n  ${demo.url}\n`)
    expect(shown).not.toContain('--proxy-server')
    expect(shown).not.toContain('password-of-the-first-user')
  })
})

describe('the command', () => {
  test('says what runs, shows each request in a line, ends on a signal with 0', async () => {
    await using demo = await startDemoProcess([file, '--free-ports'])
    const web = /web +(http:\/\/localhost:\d+)\n/.exec(demo.output())?.[1] ?? ''
    for (const text of [
      'first.user@contoso.example  password-of-the-first-user',
      `1. Sign in as first.user@contoso.example; you come back to ${web}.`,
      '--proxy-server=http://127.0.0.1:',
      `${web}/login\n`,
    ]) {
      expect(demo.output()).toContain(text)
    }
    await fetch(`${web}/getAToken?code=invented`)
    const line =
      /\d\d:\d\d:\d\d {2}400 {2}app {6}POST login\.microsoftonline\.com\/contoso\.example\/oauth2\/v2\.0\/token .*/
    await expect.poll(demo.output).toMatch(line)
    expect(line.exec(demo.output())?.[0]).toMatch(/ · Web app, authorization_code, by a secret( {2}· AADSTS\d+)?$/)
    expect(await demo.end('SIGINT')).toBe(0)
    await expect(fetch(web)).rejects.toThrow('fetch failed')
    expect(await demo.filesLeft()).toEqual([])
  })

  test('a part that ends is named, with its last output and without its secrets', async () => {
    await using demo = await startDemoProcess([file, '--free-ports'])
    const web = /web +(http:\/\/localhost:\d+)\n/.exec(demo.output())?.[1] ?? ''
    await fetch(`${web}/crash`).catch(() => {})
    expect(await demo.ended).toBe(2)
    expect(demo.output()).toContain('Target error DEMO_PART_ENDED: web has ended with exit code 7.')
    expect(demo.output()).toContain('  about to end; the secret is [redacted]')
    expect(await demo.filesLeft()).toEqual([])
  })

  test('a port that is taken is refused with what to do', async () => {
    const port = await findFreePort()
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(port, '127.0.0.1', resolve))
    const { code, output } = await runDemoProcess([file, '--port', `web=${port}`])
    taken.close()
    expect(code).toBe(2)
    expect(output).toContain('DEMO_PORT_BUSY: web cannot start: something already listens on port')
    expect(output).toContain(`--port web=${port + 1}`)
  })

  test.each([
    [['no-such-system'], 'DEMO_UNKNOWN: There is no system "no-such-system"'],
    [['none/demo.yaml'], 'DEMO_UNREADABLE'],
    [[file, '--port', 'front-end=5000'], 'DEMO_UNKNOWN_PART'],
    [[file, '--port', '5000'], 'Write the name of a part and a port'],
  ])('%o is refused with 2 and a name', async (args, message) => {
    expect(await runDemoProcess(args)).toEqual({ code: 2, output: expect.stringContaining(message) })
  })
})

describe('a demo.yaml that cannot be', () => {
  test.each<[what: string, from: RegExp, to: string, problem: Readonly<Record<string, unknown>>]>([
    ['an unknown member', /^title:/m, 'name: x\ntitle:', { code: 'DEMO_INVALID' }],
    [
      'two parts of one name',
      /name: api/,
      'name: web',
      { code: 'DEMO_INVALID', details: 'parts: two have the name web' },
    ],
    ['a placeholder of nothing', /url\.api/, 'url.none', { code: 'DEMO_UNKNOWN_PLACEHOLDER', fault: 'config' }],
    [
      'a placeholder of the cloud in the seed',
      /'\$\{secret\.web\}'/,
      "'${env.X}'",
      { code: 'DEMO_UNKNOWN_PLACEHOLDER' },
    ],
    ['a seed that is none', /domain: /, 'domains: ', { code: 'SEED_INVALID' }],
    ['an app of nobody', /^ {2}c3c3/m, '  c9c3', { code: 'DEMO_UNKNOWN_APP' }],
    [
      'a file that a person must make first',
      /^parts:/m,
      'needs: [{ file: .venv/bin/python, fix: Run setup.sh. }]\nparts:',
      { code: 'DEMO_NEEDS_FILE', fix: 'Run setup.sh.' },
    ],
    ['a program that is not there', /node app\.ts/, 'no-such-program', { code: 'TARGET_COMMAND_NOT_FOUND' }],
    [
      'a part that ends at once',
      /CERTIFICATE:/,
      'FAIL:',
      { code: 'TARGET_ENDED_EARLY', fault: 'target', details: 'FAIL is set; the secret is [redacted]' },
    ],
  ])('%s is named, and nothing runs on', async (_, from, to, problem) => {
    const text = await readFile(file, 'utf8')
    expect(text).toMatch(from)
    await withDemoFile(text.replace(from, to), join(dirname(file), 'app.ts'), async (changed) => {
      await expect(startDemo(changed)).rejects.toMatchObject(problem)
    })
  })
})
