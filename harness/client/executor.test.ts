import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { ClientCase, ClientStep } from '../client-case.ts'
import { configSchema, kindOf } from '../config/schema.ts'
import { createKeySource } from '../key-source.ts'
import { createCertificateAuthority } from '../mounts/certificate-authority.ts'
import { systemClock, systemRandom } from '../system.ts'
import type { CaseResult } from '../verdict.ts'
import { type CertificateFiles, createCertificateFiles } from './certificates.ts'
import { ClientExecutor } from './executor.ts'
import { caseFacts } from './testing/case-facts.ts'

const keys = createKeySource()
let certificates: CertificateFiles
beforeAll(async () => {
  certificates = await createCertificateFiles()
})
afterAll(() => certificates[Symbol.asyncDispose]())

async function executorFor(defect: string) {
  const config = kindOf(
    configSchema.parse({
      webApp: {
        name: 'small app',
        launch: { command: [process.execPath, 'small-app.ts'], ready: '/health' },
        env: {
          TENANT_ID: '${tenantId}',
          CLIENT_ID: '${webAppClientId}',
          REDIRECT_URI: '${redirectUri}',
          DEFECT: defect,
        },
        pages: { callback: '/callback' },
        credentials: { secret: { env: { CLIENT_SECRET: '${clientSecret}' } } },
      },
      knownFailing: [{ case: 'test.known.*', reason: 'it is known' }],
    }),
  )
  return new ClientExecutor({
    resources: {
      config,
      directory: `${import.meta.dirname}/testing`,
      keys,
      authority: await createCertificateAuthority(),
      certificates,
      clock: systemClock,
      random: systemRandom,
    },
    firstWorld: 1,
    fixHints: () => [],
  })
}

function caseOf(steps: readonly ClientStep[], more: Partial<ClientCase> = {}): ClientCase {
  return { ...caseFacts, id: 'test.executor.case', steps, ...more }
}

async function tried(defect: string, ...cases: readonly ClientCase[]): Promise<readonly CaseResult[]> {
  await using executor = await executorFor(defect)
  return await Promise.all(cases.map((item) => executor.run(item)))
}

const signIn: ClientStep = { do: 'sign-in' }
const otherState: ClientStep = {
  do: 'sign-in',
  browser: 'victim',
  response: { state: 'other' },
  expect: { shows: 'refused' },
}
const attack = caseOf([{ ...signIn, browser: 'control', control: true }, otherState])

describe('a web app that is right', () => {
  it('passes, whatever is tried at once, and what does not concern it is not applicable', async () => {
    const results = await tried(
      '',
      caseOf([signIn]),
      attack,
      caseOf([{ do: 'sign-in', user: 'second', expect: { shows: 'signed-in', as: 'second' } }]),
      caseOf([{ do: 'burst', times: 5, of: { do: 'sign-in', user: 'guest' } }]),
      caseOf([signIn], { needs: ['page.callApi'] }),
      caseOf([signIn], { start: { credential: 'certificate' } }),
    )
    expect(results.map(({ verdict }) => verdict)).toEqual([
      'pass',
      'pass',
      'pass',
      'pass',
      'not-applicable',
      'not-applicable',
    ])
  })

  it('is counted, and its requests are looked at', async () => {
    const token = { do: 'ledger', of: 'entra.token', because: 'of the test' } as const
    const results = await tried(
      '',
      caseOf([signIn, { ...token, exactly: 1, each: { method: 'POST', form: { grant_type: 'authorization_code' } } }]),
      caseOf([signIn, { ...token, exactly: 2 }]),
      caseOf([signIn, { ...token, none: { form: { client_secret: '/./' } } }]),
    )
    expect(results.map(({ verdict, finding }) => [verdict, finding?.reason])).toEqual([
      ['pass', undefined],
      ['fail', 'ledger'],
      ['fail', 'ledger'],
    ])
    expect(results[1]?.finding).toMatchObject({ actual: '1: of the test' })
    const shown = JSON.stringify(results[2]?.finding?.exchanges)
    expect(shown).toContain('ledger')
    expect(shown).not.toContain('mock-secret')
  })

  it('fails where it wants another user, another page or a cookie it does not set', async () => {
    const results = await tried(
      '',
      caseOf([{ do: 'sign-in', expect: { shows: 'signed-in', as: 'second' } }]),
      caseOf([{ do: 'visit', at: 'page.home', expect: { contains: ['Something else'] } }]),
      caseOf([{ do: 'sign-in', expect: { shows: 'signed-in', cookies: { secure: true } } }]),
    )
    expect(results.map(({ finding }) => finding?.reason)).toEqual(['refused-valid', 'policy', 'policy'])
  })

  it('is reached where it listens, by what it speaks', async () => {
    const reach = { do: 'reach', at: 'loopback', expect: 'answered', because: 'of the test' } as const
    const results = await tried(
      '',
      caseOf([reach, { ...reach, at: 'elsewhere', expect: 'as-declared' }]),
      caseOf([{ ...reach, at: 'elsewhere' }]),
      caseOf([{ ...reach, by: 'https' }]),
      caseOf([{ ...reach, expect: 'not-answered' }]),
    )
    expect(results.map(({ verdict, finding }) => finding?.reason ?? verdict)).toEqual([
      'pass',
      'refused-valid',
      'refused-valid',
      'accepted',
    ])
  })

  it('is inconclusive where the control is not met, and known to fail where the configuration says so', async () => {
    const unmet: ClientStep = { do: 'visit', at: 'page.home', expect: { status: 404 }, control: true }
    const [inconclusive, known] = await tried(
      '',
      caseOf([unmet, otherState]),
      caseOf([{ do: 'visit', at: 'page.home', expect: { status: 404 } }], { id: 'test.known.failure' }),
    )
    expect(inconclusive).toMatchObject({ verdict: 'error', problem: { code: 'CONTROL_REFUSED', fault: 'target' } })
    expect(known).toMatchObject({ verdict: 'known-fail', reason: 'it is known' })
  })
})

describe('a web app that is wrong', () => {
  it.each([
    ['state-ignored', attack, { reason: 'accepted' }],
    ['token-logged', caseOf([signIn]), { reason: 'leak', expected: 'no ID token in the output' }],
    ['token-shown', caseOf([signIn]), { reason: 'leak', expected: 'no ID token in a page' }],
    ['other-host', caseOf([signIn]), { reason: 'ledger', actual: 'a request to telemetry.example' }],
  ])('%s is found', async (defect, item, finding) => {
    const [result] = await tried(defect, item)
    expect(result).toMatchObject({ verdict: 'fail', finding })
  })

  it.each([
    ['secret-logged-at-start', { reason: 'leak', expected: 'no client secret in the output' }],
    ['other-host-at-start', { reason: 'ledger', actual: 'a request to telemetry.example' }],
  ])('%s is found, once, by the first case that shares the start', async (defect, finding) => {
    const results = await tried(defect, caseOf([signIn]), caseOf([signIn]))
    expect(results).toMatchObject([{ verdict: 'fail', finding }, { verdict: 'pass' }])
  })

  it('must start where that is what the case is about', async () => {
    const starts = caseOf([], { start: { expect: 'starts' } })
    expect(await tried('', starts)).toMatchObject([{ verdict: 'pass' }])
    expect(await tried('no-start', starts)).toMatchObject([{ verdict: 'fail', finding: { reason: 'refused-valid' } }])
  })

  it('is looked at by the steps after a start that failed as it should', async () => {
    const start = { expect: 'fails' } as const
    const output: ClientStep = { do: 'output', contains: ['what nobody says'], because: 'it should' }
    expect(await tried('no-start', caseOf([output], { start }))).toMatchObject([
      { verdict: 'fail', finding: { expected: 'the output says what nobody says' } },
    ])
    expect(await tried('no-start', caseOf([output], { start: { expect: 'either' } }))).toMatchObject([
      { verdict: 'pass' },
    ])
  })

  it('has gone down: that is found, also where its answers were right, and the next case has another instance', async () => {
    const crash = { do: 'visit', at: '/crash', expect: { status: 200 } } as const
    // It is not waited for: a process that has ended does not recover.
    const gone = { do: 'visit', at: '/health', withinMs: 600_000, expect: { status: 503 } } as const
    const [once, meanwhile, next] = await tried(
      '',
      caseOf([crash, { ...signIn, browser: 'none' }, { do: 'burst', times: 40, of: signIn }]),
      caseOf([crash, gone]),
      caseOf([signIn]),
    )
    expect(once).toMatchObject({ verdict: 'fail' })
    expect(meanwhile).toMatchObject({ verdict: 'fail', finding: { reason: 'no-answer' } })
    expect(next).toMatchObject({ verdict: 'pass' })
  })

  it('goes down after its last answer: that is the finding of the case that asked for it', async () => {
    const last = { do: 'visit', at: '/last-answer', expect: { status: 200 } } as const
    const [alone, shared, next] = await tried('', fresh([last]), caseOf([last]), caseOf([signIn]))
    const found = {
      verdict: 'fail',
      finding: { reason: 'broke-target', actual: expect.stringContaining('exit code 1') },
    }
    expect([alone, shared, next]).toMatchObject([found, found, { verdict: 'pass' }])
  })

  it('must not start where the case says so, and say why', async () => {
    const start = { expect: 'fails', output: ['CLIENT_SECRET'] } as const
    const refusing = caseOf([], { start })
    expect(await tried('no-start', refusing)).toMatchObject([{ verdict: 'pass' }])
    expect(await tried('no-start', caseOf([], { start: { ...start, output: ['TENANT_ID'] } }))).toMatchObject([
      { verdict: 'fail', finding: { reason: 'policy' } },
    ])
    expect(await tried('', refusing)).toMatchObject([{ verdict: 'fail', finding: { reason: 'accepted' } }])
    expect(await tried('no-start', caseOf([signIn]))).toMatchObject([
      { verdict: 'error', problem: { code: 'TARGET_ENDED_EARLY' } },
    ])
  })
})

function fresh(steps: readonly ClientStep[]): ClientCase {
  return caseOf(steps, { isolation: 'fresh' })
}

describe('the cloud of cases that share it', () => {
  it('is put back after each', async () => {
    const fails = { ...signIn, expect: { shows: 'refused' } } as const
    const set = { op: 'set', part: 'claims', values: { name: 'Second Reader' } } as const
    const changes: readonly ClientStep[] = [
      { do: 'registration', secret: 'none' },
      { do: 'tamper', token: 'id_token', mutations: [set] },
      { do: 'user', user: 'first', disabled: true },
      { do: 'token-lifetime', expiresIn: 60 },
      { do: 'fault', endpoint: 'entra.token', action: { do: 'html' } },
    ]
    const results = await tried('', ...changes.flatMap((change) => [caseOf([change, fails]), caseOf([signIn])]))
    expect(results.filter((_, index) => index % 2 === 1).map(({ verdict }) => verdict)).toEqual(
      changes.map(() => 'pass'),
    )
    expect(results[0]).toMatchObject({ verdict: 'pass' })
  })
})

describe('the cloud of a case', () => {
  it('changes by steps, in a world of its own', async () => {
    const fails = { ...signIn, browser: 'late', expect: { shows: 'refused' } } as const
    const control = { ...signIn, control: true } as const
    const results = await tried(
      '',
      fresh([control, { do: 'registration', secret: 'other' }, fails]),
      fresh([
        control,
        { do: 'registration', secret: 'expired' },
        fails,
        { do: 'registration', secret: 'right' },
        signIn,
      ]),
      fresh([control, { do: 'user', user: 'first', disabled: true }, fails]),
      fresh([
        control,
        { do: 'fault', endpoint: 'entra.token', calls: { from: 1, to: 1 }, action: { do: 'html' } },
        fails,
      ]),
      fresh([control, { ...fails, before: [{ do: 'clock', of: 'cloud', seconds: 3600 }] }]),
      fresh([
        {
          do: 'tamper',
          token: 'id_token',
          times: 1,
          mutations: [{ op: 'set', part: 'claims', values: { name: 'Second Reader' } }],
        },
        { do: 'sign-in', expect: { shows: 'signed-in', as: 'second' } },
        { do: 'sign-in', browser: 'next', expect: { shows: 'signed-in', as: 'first' } },
      ]),
      fresh([control, { do: 'restart' }, { do: 'visit', at: 'page.home', expect: { shows: 'signed-out' } }, signIn]),
      fresh([control, { do: 'certificates', trusted: false }, fails, { do: 'certificates', trusted: true }, signIn]),
    )
    expect(results.map(({ verdict, finding, problem }) => finding ?? problem ?? verdict)).toEqual(
      results.map(() => 'pass'),
    )
  })
})
