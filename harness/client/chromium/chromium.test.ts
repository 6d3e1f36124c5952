import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { clientCatalogue } from '../../../suites/client-catalogue.ts'
import type { ClientCase, ClientStep } from '../../client-case.ts'
import { loadAnyConfig } from '../../config/load.ts'
import { type AnyConfig, configSchema, kindOf } from '../../config/schema.ts'
import { createKeySource } from '../../key-source.ts'
import { createCertificateAuthority } from '../../mounts/certificate-authority.ts'
import type { CertificateAuthority } from '../../mounts/contract.ts'
import { systemClock, systemRandom } from '../../system.ts'
import type { CaseResult } from '../../verdict.ts'
import { findChromium } from '../../witness/entra-browser.ts'
import type { BrowserKind } from '../browser-driver.ts'
import { type CertificateFiles, createCertificateFiles } from '../certificates.ts'
import { ClientExecutor } from '../executor.ts'
import { player } from '../player.ts'
import { launchChromium } from './launch.ts'
import { caseFacts } from '../testing/case-facts.ts'

const executable = findChromium()

function caseOf(...steps: readonly ClientStep[]): ClientCase {
  return { ...caseFacts, id: 'test.chromium.case', steps }
}

function smallApp(defect = '', more: Readonly<Record<string, unknown>> = {}) {
  const env = { TENANT_ID: '${tenantId}', CLIENT_ID: '${webAppClientId}', REDIRECT_URI: '${redirectUri}' }
  const input = {
    webApp: {
      name: 'small app',
      launch: { command: [process.execPath, 'small-app.ts'], ready: '/health' },
      env: { ...env, DEFECT: defect },
      pages: { callback: '/callback' },
      credentials: { secret: { env: { CLIENT_SECRET: '${clientSecret}' } } },
      ...more,
    },
  }
  return { config: kindOf(configSchema.parse(input)), directory: fileURLToPath(new URL('../testing', import.meta.url)) }
}

/** What a finding shows of the browser: method, path, status. */
function answersOf(result: CaseResult | undefined) {
  return result?.finding?.exchanges.map(({ request, answer }) => [
    request.method,
    new URL(request.url).pathname,
    answer.kind === 'response' ? answer.status : answer.reason,
  ])
}

const signIn: ClientStep = { do: 'sign-in', browser: 'user' }

describe.skipIf(executable === undefined)('a real Chromium (not applicable without one)', { timeout: 120_000 }, () => {
  const keys = createKeySource()
  const stack = new AsyncDisposableStack()
  let authority: CertificateAuthority
  let certificates: CertificateFiles
  let chromium: BrowserKind
  beforeAll(async () => {
    authority = await createCertificateAuthority()
    certificates = stack.use(await createCertificateFiles())
    chromium = stack.use(await launchChromium(executable ?? '', authority)).kind
  })
  afterAll(() => stack.disposeAsync())

  async function tried(
    target: { readonly config: AnyConfig; readonly directory: string },
    cases: readonly ClientCase[],
    browsers = chromium,
  ): Promise<readonly CaseResult[]> {
    const resources = { ...target, keys, authority, certificates, clock: systemClock, random: systemRandom }
    await using executor = new ClientExecutor({ resources, firstWorld: 1, fixHints: () => [], browsers })
    return await Promise.all(cases.map((item) => executor.run(item)))
  }

  it('signs in, keeps users apart, and is measured by the same checks as the player', async () => {
    const second = { ...signIn, browser: 'other', user: 'second' } as const
    const cookies = { httpOnly: true, sameSite: ['lax'] } as const
    const results = await tried(smallApp(), [
      caseOf(
        {
          ...signIn,
          expect: { shows: 'signed-in', cookies },
          capture: { state: 'response.state', id: 'cookie:session' },
        },
        second,
        { do: 'visit', at: 'page.home', browser: 'user', expect: { shows: 'signed-in', contains: ['First'] } },
        { do: 'ledger', of: 'entra.token', exactly: 2, each: { method: 'POST' }, because: 'of the test' },
      ),
      caseOf({ ...signIn, consent: 'cancel', expect: { shows: 'refused' } }),
      // It stays where a case stops: the way to Entra ID is an answer, and nobody is signed in by it.
      caseOf(
        { do: 'visit', at: 'page.signIn', browser: 'user', expect: { redirect: { to: 'authorize' } } },
        { do: 'ledger', of: 'entra.authorize', exactly: 0, because: 'the redirect was followed' },
        { do: 'visit', at: 'page.signIn', browser: 'user', follow: 'all', expect: { contains: ['Welcome'] } },
      ),
      caseOf({ ...signIn, before: [{ do: 'registration', secret: 'none' }], expect: { shows: 'error' } }),
      caseOf({ ...signIn, response: { state: 'x' } }),
    ])
    expect(results.map(({ verdict, finding, problem, reason }) => finding ?? problem ?? reason ?? verdict)).toEqual([
      'pass',
      'pass',
      'pass',
      'pass',
      'No real browser changes what it carries between the app and Entra ID.',
    ])
  })

  it.each([
    ['a sign-in page, a menu that is closed', 'sign-in-page'],
    ['neither of them', ''],
  ])('clicks the link of a sign-in page, and the button of a form: %s', async (_, appearance) => {
    const pages = { callback: '/callback', signOut: { path: '/logout', form: '/' } }
    const leave = { do: 'visit', at: 'page.signOut', browser: 'user' } as const
    const item = caseOf(
      signIn,
      { ...leave, label: 'the first time', expect: { shows: 'signed-out', status: 200, contains: ['Sign in'] } },
      // Nobody is signed in any more, so there is nothing to click.
      { ...leave, expect: { shows: 'answered', lacks: ['Sign out'] } },
    )
    expect(await tried(smallApp(appearance, { pages }), [item])).toMatchObject([{ verdict: 'pass' }])
  })

  it('runs the page by which Entra ID posts its response', async () => {
    const config = fileURLToPath(
      new URL('../../../reference-impls/node/web-app/conformance.form-post.yaml', import.meta.url),
    )
    const unmet = { ...signIn, expect: { shows: 'signed-in', contains: ['what no page says'] } } as const
    const results = await tried(await loadAnyConfig({ cwd: '/', config }), [
      caseOf({ ...signIn, capture: { code: 'response.code' } }),
      caseOf(unmet),
    ])
    expect(results.map(({ verdict }) => verdict)).toEqual(['pass', 'fail'])
    expect(answersOf(results[1])).toContainEqual(['POST', '/getAToken', 303])
  })

  it('finds what only a real browser sees: a cookie that it refuses', async () => {
    const app = smallApp('same-site-none')
    expect(await tried(app, [caseOf(signIn)], player)).toMatchObject([{ verdict: 'pass' }])
    const [result] = await tried(app, [caseOf(signIn)])
    expect(result).toMatchObject({ verdict: 'fail', finding: { reason: 'refused-valid' } })
    expect(answersOf(result)).toContainEqual(['GET', '/login', 302])
    expect(answersOf(result)).toContainEqual(['GET', '/callback', 400])
  })

  it.each([
    ['token-shown', { reason: 'leak', expected: 'no ID token in a page' }],
    ['other-host', { reason: 'ledger', actual: 'a request to telemetry.example' }],
  ])('finds what the player finds: %s', async (defect, finding) => {
    expect(await tried(smallApp(defect), [caseOf(signIn)])).toMatchObject([{ verdict: 'fail', finding }])
  })

  it.each([
    ['cookie-without-same-site', 'web-app.session.cookies-same-site'],
    ['sign-out-for-good', 'web-app.session.signed-in-again'],
  ])('finds the defect of the web app %s by the case named for it', async (twin, id) => {
    const target = fileURLToPath(new URL(`../../../reference-impls/defective/web-app/${twin}.ts`, import.meta.url))
    const cases = clientCatalogue.filter((item) => item.id === id)
    expect(await tried(await loadAnyConfig({ cwd: '/', target }), cases)).toMatchObject([{ id, verdict: 'fail' }])
  })
})
