import { afterEach, describe, expect, test } from 'vitest'
import type { Case, ExchangeCase, ScenarioCase } from './case.ts'
import { apiConfigSchema } from './config/schema.ts'
import { TargetError } from './errors.ts'
import { Executor } from './execute.ts'
import { createKeySource } from './key-source.ts'
import { createCertificateAuthority } from './mounts/certificate-authority.ts'
import { systemClock, systemRandom } from './system.ts'
import type { Answer, RunningTarget, WireRequest } from './targets/contract.ts'

/** What a scripted target answers: a status, or no answer at all. */
type Script = (request: WireRequest, count: number) => number | 'end' | 'never'

const keys = createKeySource()
const executors: Executor[] = []
afterEach(async () => {
  for (const executor of executors.splice(0)) await executor[Symbol.asyncDispose]()
})

function scripted(script: Script): RunningTarget {
  let count = 0
  let ended: { code: number; signal: null } | undefined
  const answerTo = (request: WireRequest): Answer => {
    if (ended !== undefined) return { kind: 'refused', message: 'nothing listens' }
    const status = script(request, (count += 1))
    if (status === 'end' || status === 'never') {
      ended = { code: 3, signal: null }
      return { kind: 'reset', message: 'closed', durationMs: 1 }
    }
    const challenge = status === 401 ? ([['www-authenticate', 'Bearer error="invalid_token"']] as const) : []
    return { kind: 'response', response: { status, headers: challenge, body: '' }, durationMs: 1 }
  }
  return {
    kind: 'process',
    baseUrl: 'http://target.invalid',
    acceptsRaw: true,
    send: async (request) => answerTo(request),
    output: () => 'last words',
    ended: () => ended,
    [Symbol.asyncDispose]: async () => {},
  }
}

interface Setting {
  readonly script: Script
  readonly knownFailing?: { case: string; reason: string }[]
  readonly routes?: Record<string, unknown>[]
  /** Where its clock can be moved: what it was set to. */
  readonly clock?: number[]
}

async function executorFor({ script, knownFailing = [], routes = [{ 'GET /a': 'authenticated' }], clock }: Setting) {
  const setClock = async (seconds: number): Promise<void> => {
    clock?.push(seconds)
  }
  const launches: RunningTarget[] = []
  const executor = new Executor({
    resources: {
      config: apiConfigSchema.parse({ api: { launch: 'unused', routes }, knownFailing }),
      directory: '/',
      keys,
      authority: await createCertificateAuthority(),
      clock: systemClock,
      random: systemRandom,
      launch: async () => {
        const target = scripted(script)
        launches.push(target)
        if (script({ method: 'GET', path: '/', headers: [] }, 0) === 'never') {
          throw new TargetError('TARGET_NOT_READY', 'It never answered.', 'Look at its output.')
        }
        return { target, port: 1, setClock, [Symbol.asyncDispose]: async () => {} }
      },
      movesClock: clock !== undefined,
    },
    firstWorld: 1,
    fixHints: () => [{ stack: 'any', hint: 'validate it' }],
  })
  executors.push(executor)
  return { executor, launches }
}

const facts = {
  title: 'a title',
  requirement: { text: 'It MUST.', source: 'RFC 1', url: 'https://example.com/' },
  level: 'MUST',
  severity: 'high',
  maker: 'another-client',
  needs: ['protected-route'],
  gains: 'everything',
} satisfies Partial<Case>

const denial: ExchangeCase = {
  ...facts,
  kind: 'exchange',
  id: 'api.audience.other-api',
  token: { baseline: 'delegated', mutations: [{ op: 'set', part: 'claims', values: { aud: 'another' } }] },
  expect: { outcome: 'denied', as: ['invalid_token'] },
}

const isAttack = ({ headers }: WireRequest): boolean => {
  const [, value = ''] = headers.find(([name]) => name === 'Authorization') ?? []
  return Buffer.from(value.split('.')[1] ?? '', 'base64url').includes('"aud":"another"')
}
const correct: Script = (request) => (isAttack(request) ? 401 : 200)

describe('a denial', () => {
  test('passes where the same request with the unchanged token is accepted before and after', async () => {
    const { executor } = await executorFor({ script: correct })
    expect(await executor.run(denial)).toMatchObject({ verdict: 'pass', group: 'api.audience' })
  })

  test('fails where the attack is accepted, and shows what differs and how to send it again', async () => {
    const { executor } = await executorFor({ script: () => 200 })
    const { verdict, finding } = await executor.run(denial)
    expect(verdict).toBe('fail')
    expect(finding).toMatchObject({ reason: 'accepted', difference: ['claims.aud'], actual: '200' })
    expect(finding?.fix).toEqual([{ stack: 'any', hint: 'validate it' }])
    expect(finding?.exchanges.map(({ label }) => label)).toEqual(['control', 'attack'])
    expect(finding?.exchanges[1]?.curl).toContain('http://target.invalid/a')
  })

  test('is inconclusive, never passed, at a target that refuses everything', async () => {
    const { executor } = await executorFor({ script: () => 401 })
    const result = await executor.run(denial)
    expect(result).toMatchObject({ verdict: 'error', problem: { code: 'CONTROL_REFUSED', fault: 'target' } })
  })

  test('fails where good users are refused from then on', async () => {
    let attacked = false
    const script: Script = (request) => {
      attacked ||= isAttack(request)
      return attacked ? 401 : 200
    }
    const { executor } = await executorFor({ script })
    expect((await executor.run(denial)).finding?.reason).toBe('broke-target')
  })

  test('fails where it ends the target; the next case gets a new instance', async () => {
    const { executor, launches } = await executorFor({ script: (request) => (isAttack(request) ? 'end' : 200) })
    const first = await executor.run(denial)
    expect(first).toMatchObject({ verdict: 'fail', finding: { reason: 'no-answer' } })
    expect(first.finding?.actual).toContain('exit code 3')
    const { expect: _, ...rest } = denial
    const valid: ExchangeCase = {
      ...rest,
      id: 'api.x.y',
      token: { baseline: 'delegated' },
      expect: { outcome: 'accepted' },
    }
    expect((await executor.run(valid)).verdict).toBe('pass')
    expect(launches).toHaveLength(2)
  })

  test('by a rate limit is waited out', async () => {
    const { executor } = await executorFor({
      script: (request, count) => (count === 2 ? 429 : correct(request, count)),
    })
    expect((await executor.run(denial)).verdict).toBe('pass')
  })
})

test('a target that has ended by itself is named, with its last words', async () => {
  const { executor } = await executorFor({ script: () => 'end' })
  const died = { code: 'TARGET_DIED', fault: 'target', details: 'last words' }
  expect(await executor.run(denial)).toMatchObject({ verdict: 'error', problem: died })
  expect(await executor.run(denial)).toMatchObject({ verdict: 'error', problem: died })
})

test('a target that never starts is tried twice, not once a case', async () => {
  const { executor, launches } = await executorFor({ script: () => 'never' })
  const fresh: ScenarioCase = { ...facts, kind: 'scenario', id: 'api.keys.a', isolation: 'fresh', steps: [] }
  for (const id of ['api.keys.a', 'api.keys.b', 'api.keys.c', 'api.keys.d']) {
    expect(await executor.run({ ...fresh, id })).toMatchObject({
      verdict: 'error',
      problem: { code: 'TARGET_NOT_READY' },
    })
  }
  expect(launches).toHaveLength(2)
})

test('an issuer-only token that is accepted warns, one that breaks the target fails', async () => {
  const advisory: Case = { ...denial, maker: 'issuer-only' }
  const lenient = await executorFor({ script: () => 200 })
  expect((await lenient.executor.run(advisory)).verdict).toBe('warn')
  const broken = await executorFor({ script: (request) => (isAttack(request) ? 500 : 200) })
  expect((await broken.executor.run(advisory)).verdict).toBe('fail')
})

test('a denial in the wrong words is of low severity and gives nobody anything', async () => {
  const { executor } = await executorFor({ script: (request) => (isAttack(request) ? 403 : 200) })
  const { verdict, severity, finding } = await executor.run({ ...denial, severity: 'critical' })
  expect({ verdict, severity }).toEqual({ verdict: 'warn', severity: 'low' })
  expect(finding?.gains).toMatch(/^Nothing/)
})

test('a need that is not met makes a case not applicable, with the reason', async () => {
  const { executor, launches } = await executorFor({ script: correct })
  const result = await executor.run({ ...denial, needs: ['owned-resource'] })
  expect(result.verdict).toBe('not-applicable')
  expect(result.reason).toContain('author')
  expect(launches).toHaveLength(0)
})

test('a known failure is told from one that passes unexpectedly', async () => {
  const knownFailing = [{ case: 'api.audience.*', reason: 'ticket 1' }]
  const failing = await executorFor({ script: () => 200, knownFailing })
  expect(await failing.executor.run(denial)).toMatchObject({ verdict: 'known-fail', reason: 'ticket 1' })
  const mended = await executorFor({ script: correct, knownFailing })
  expect(await mended.executor.run(denial)).toMatchObject({ verdict: 'unexpected-pass', reason: 'ticket 1' })
})

describe('an unsafe request that is refused', () => {
  const routes = [
    { 'POST /notes': { scopes: ['write'], body: { text: '${canary}' }, readBack: 'GET /notes' } },
    { 'GET /notes': { scopes: ['read'] } },
  ]
  const unsafe: ExchangeCase = { ...denial, id: 'api.audience.unsafe', request: { route: 'unsafe' } }

  test.each([
    [true, 'fail', 'side-effect'],
    [false, 'pass', undefined],
  ])('with its effect %s gives %s', async (writes, verdict, reason) => {
    const notes: string[] = []
    const { executor, launches } = await executorFor({
      routes,
      script: (request) => {
        if (request.method === 'POST' && (writes || !isAttack(request))) notes.push(request.body ?? '')
        return correct(request, 0)
      },
    })
    executor.prepare([])
    const original = await startedTarget(executor, launches)
    original.showing = () => notes.join()
    const result = await executor.run(unsafe)
    expect(result.verdict).toBe(verdict)
    expect(result.finding?.reason).toBe(reason)
  })

  /** Starts the shared world and lets its answers show a text. */
  async function startedTarget(executor: Executor, launches: readonly RunningTarget[]) {
    await executor.run({ ...denial, id: 'api.first.case' })
    const [target] = launches
    if (target === undefined) throw new Error('no target')
    const control = { showing: (): string => '' }
    const { send } = target
    Object.assign(target, {
      send: async (...[request, options]: Parameters<RunningTarget['send']>): Promise<Answer> => {
        const answer = await send(request, options)
        if (answer.kind !== 'response' || request.method !== 'GET') return answer
        return { ...answer, response: { ...answer.response, body: control.showing() } }
      },
    })
    return control
  }
})

test('a scenario ends at its first broken step and says which', async () => {
  const scenario: ScenarioCase = {
    ...facts,
    kind: 'scenario',
    id: 'api.keys.rollover',
    isolation: 'fresh',
    steps: [
      { do: 'send', label: 'before', expect: { outcome: 'accepted' }, control: true },
      { do: 'rollover' },
      { do: 'send', label: 'new-key', expect: { outcome: 'accepted' } },
      { do: 'send', label: 'never-sent', expect: { outcome: 'accepted' } },
    ],
  }
  const { executor } = await executorFor({ script: (_, count) => (count === 1 ? 200 : 401) })
  const { verdict, finding } = await executor.run(scenario)
  expect(verdict).toBe('fail')
  expect(finding?.expected).toContain('new-key')
  expect(finding?.exchanges.map(({ label }) => label)).toEqual(['before', 'new-key'])
})

const issuedAt = ({ headers }: WireRequest): number => {
  const [, value = ''] = headers.find(([name]) => name === 'Authorization') ?? []
  const text = Buffer.from(value.split('.')[1] ?? '', 'base64url').toString()
  return Number(/"iat":(\d+)/.exec(text)?.[1])
}

describe('a scenario that moves the clock', () => {
  const hour = 3600
  const scenario: ScenarioCase = {
    ...facts,
    kind: 'scenario',
    id: 'api.time.later.expired',
    needs: ['protected-route', 'clock'],
    isolation: 'fresh',
    steps: [
      { do: 'send', label: 'fresh', expect: { outcome: 'accepted' } },
      { do: 'clock', seconds: hour },
      { do: 'clock', seconds: 'key-cache-age' },
      { do: 'send', label: 'again', again: 'fresh', expect: { outcome: 'accepted' } },
      { do: 'send', label: 'new', expect: { outcome: 'accepted' } },
    ],
  }
  test('moves the target and the cloud, and may send a token again', async () => {
    const clock: number[] = []
    const sent: number[] = []
    const script: Script = (request, count) => {
      if (count > 0) sent.push(issuedAt(request))
      return 200
    }
    const { executor } = await executorFor({ script, clock })
    expect(await executor.run(scenario)).toMatchObject({ verdict: 'pass' })
    const [fresh = 0, again, renewed = 0] = sent
    expect(again).toBe(fresh)
    expect(renewed - fresh).toBeGreaterThanOrEqual(24 * hour)
    expect(clock).toEqual([hour, 25 * hour + 2])
  })

  test('is not applicable where no clock can be moved', async () => {
    const { executor } = await executorFor({ script: () => 200 })
    const { verdict, reason } = await executor.run(scenario)
    expect([verdict, reason]).toEqual(['not-applicable', expect.stringContaining('libfaketime')])
  })
})
