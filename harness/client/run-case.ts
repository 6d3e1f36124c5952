import type {
  BurstStep,
  ClientCase,
  ClientStep,
  EndedStep,
  LedgerStep,
  OutputStep,
  PlatformStep,
  ReachStep,
  SignInStep,
  UserName,
  VisitStep,
  WaitStep,
} from '../client-case.ts'
import { TargetError } from '../errors.ts'
import type { Evidence, Outcome } from '../execute/outcome.ts'
import { assertAlive } from '../execute/send.ts'
import { matches, type Objection } from '../judge.ts'
import type { LedgerEntry } from '../mock-azure/contract.ts'
import type { BrowserKind } from './browser-driver.ts'
import { capturedFrom } from './captures.ts'
import { checkConduct } from './conduct.ts'
import { endAfterCase, failure, judgeEnd, lastLines, notStarted, waitForEnd } from './ending.ts'
import { evidenceOf } from './evidence.ts'
import { fill } from './fill.ts'
import { checkLedger } from './ledger-check.ts'
import type { LedgerRequest } from './ledger-request.ts'
import { checkReach } from './reach.ts'
import { Browsers } from './session.ts'
import { newOutput } from './output.ts'
import { signIn, visit, type VisitResult } from './visits.ts'
import { type ClientWorld, tracedBy } from './world.ts'

/** How often a condition is looked at again. */
const retryEveryMs = 25

/**
 * Tries a case in a world. Never two at once in the same one.
 * @param alone the world is this case's own, so that what happened at its start counts
 * @param kind what plays its browsers
 */
export async function runClientCase(
  item: ClientCase,
  world: ClientWorld,
  alone: boolean,
  kind: BrowserKind,
): Promise<Outcome> {
  await using browsers = new Browsers(world, kind)
  return await new ClientRun(item, world, browsers, alone).run()
}

class ClientRun {
  readonly #item: ClientCase
  readonly #world: ClientWorld
  readonly #browsers: Browsers
  readonly #objections: Objection[] = []
  readonly #captured: Record<string, string> = {}
  /** Requests of the ledger that a finding is about. */
  #shown: readonly LedgerRequest[] = []
  /** What the target had written when the case began. */
  readonly #outputBefore: string
  /** What of it no case has looked through yet: of the start, for the first one that shares it. */
  readonly #outputUnseen: string
  #mark: number
  #restarted = false

  constructor(item: ClientCase, world: ClientWorld, browsers: Browsers, alone: boolean) {
    this.#item = item
    this.#world = world
    this.#browsers = browsers
    this.#mark = alone ? 0 : world.mock.ledger.mark()
    this.#outputBefore = alone ? '' : world.output()
    this.#outputUnseen = newOutput(world.lookedThrough.output, world.output())
  }

  async run(): Promise<Outcome> {
    const outcome = await this.#try()
    this.#world.lookedThrough = tracedBy(this.#world)
    return outcome
  }

  async #try(): Promise<Outcome> {
    const { start, failedStart } = this.#world
    const wrongStart = this.#judgeStart()
    const noSteps = start.expect === 'either' && failedStart !== undefined
    if (wrongStart.length > 0 || noSteps) return this.#judged(wrongStart)
    for (const step of this.#item.steps) {
      const problem = await this.#step(fill(step, { ...this.#world.variables, ...this.#captured }))
      if (problem !== undefined) {
        return { kind: 'inconclusive', problem: problem.toProblem(), evidence: this.#evidence() }
      }
      if (this.#objections.length > 0) break
    }
    return this.#judged(await this.#judgeLife())
  }

  #judged(more: readonly Objection[]): Outcome {
    const conduct = checkConduct(this.#item, this.#traces())
    return { kind: 'judged', objections: [...this.#objections, ...more, ...conduct], evidence: this.#evidence() }
  }

  #traces() {
    const { mock, variables, certificates, lookedThrough } = this.#world
    const output = this.#restarted ? this.#world.output() : newOutput(this.#outputBefore, this.#world.output())
    const key = certificates.own.combinedPem.split('\n')[3] ?? ''
    return {
      hops: this.#browsers.hops,
      ledger: mock.ledger.entries({ since: lookedThrough.ledger }),
      urls: mock.urls.slice(lookedThrough.urls),
      output: `${this.#outputUnseen}\n${output}`,
      credentials: mock.credentials,
      secrets: [
        { kind: 'client secret', value: variables.clientSecret },
        { kind: 'shared secret', value: variables.brokerSecret },
        { kind: 'client secret', value: variables.servicePrincipalSecret },
        { kind: 'session secret', value: variables.sessionSecret },
        { kind: 'private key', value: key },
        { kind: 'identity header', value: mock.workload.identityHeader },
      ],
      busy: this.#item.steps.some((step) => step.do === 'burst'),
    }
  }

  #evidence(): Evidence {
    return evidenceOf(this.#world, this.#browsers.hops, this.#shown)
  }

  /** Whatever a case does to it, a target that came up does not go down by itself, unless that is what it is about. */
  async #judgeLife(): Promise<readonly Objection[]> {
    const end = await endAfterCase(this.#world)
    if (end === undefined || this.#item.steps.some((step) => step.do === 'ended')) return []
    const how = end.signal === null ? `exit code ${end.code}` : `signal ${end.signal}`
    return [failure('broke-target', 'the target goes on', `it ended (${how}); ${lastLines(this.#world.output())}`)]
  }

  /** What is wrong with whether, and how, the target came up or ended. */
  #judgeStart(): readonly Objection[] {
    const { start, failedStart } = this.#world
    if (failedStart === undefined) {
      return start.expect === 'fails' ? [failure('accepted', 'the target does not start', 'it came up')] : []
    }
    if (start.expect === 'starts') return [notStarted(failedStart)]
    return judgeEnd(failedStart, fill(start.output ?? [], this.#world.variables))
  }

  async #step(step: ClientStep): Promise<TargetError | undefined> {
    if (isPlatformStep(step)) {
      await this.#world.change(step)
      return undefined
    }
    switch (step.do) {
      case 'visit':
      case 'sign-in':
        return this.#finish(step, await this.#attempt(step))
      case 'burst':
        return this.#burst(step)
      case 'ledger':
        return this.#ledger(step)
      case 'mark':
        this.#mark = this.#world.mock.ledger.mark()
        return undefined
      case 'output':
        return this.#output(step)
      case 'reach':
        return this.#reach(step)
      case 'wait':
        return this.#wait(step)
      case 'restart':
        this.#restarted = true
        await this.#world.restart(step)
        if (step.expect === 'fails' && this.#world.failedStart === undefined) {
          this.#objections.push(failure('accepted', 'the target does not start again', 'it came up'))
        }
        if (step.expect === 'starts' && this.#world.failedStart !== undefined) {
          this.#objections.push(notStarted(this.#world.failedStart))
        }
        return undefined
      case 'ended':
        return this.#ended(step)
    }
  }

  async #attempt(step: VisitStep | SignInStep): Promise<VisitResult> {
    const world = this.#world
    const once = (): Promise<VisitResult> =>
      step.do === 'visit' ? visit(step, this.#browsers) : signIn(step, this.#browsers)
    const deadline = performance.now() + (step.do === 'visit' ? (step.withinMs ?? 0) : 0)
    for (;;) {
      const result = await once()
      // A process that has ended does not recover.
      const over = performance.now() >= deadline || world.target?.ended() !== undefined
      if (result.objections.length === 0 || over) return result
      await world.clock.sleep(retryEveryMs)
    }
  }

  #finish(step: VisitStep | SignInStep, { objections, captured }: VisitResult): TargetError | undefined {
    Object.assign(this.#captured, captured)
    const [worst] = objections
    if (worst === undefined) return undefined
    const label = step.label ?? `${step.do} ${step.at ?? ''}`.trim()
    if (step.control === true) return this.#refusedControl(label, worst)
    this.#objections.push(...objections.map((each) => ({ ...each, expected: `${label}: ${each.expected}` })))
    return undefined
  }

  #refusedControl(label: string, worst: Objection): TargetError {
    if (this.#world.target !== undefined) assertAlive(this.#world.target)
    return new TargetError(
      'CONTROL_REFUSED',
      `The control "${label}" is not met: expected ${worst.expected}; ${worst.actual}.`,
      "Check the target's settings against the variables it is given, and the configuration of its pages.",
      { details: this.#world.output() },
    )
  }

  async #burst({ times, users, of, label }: BurstStep): Promise<TargetError | undefined> {
    const numbers = Array.from({ length: times }, (_, index) => String(index + 1))
    const results = await Promise.all(
      numbers.map((n) => {
        const user = users?.[(Number(n) - 1) % users.length]
        const step = fill(of, { n, ...(user === undefined ? {} : { visitorId: this.#userIds[user] }) })
        const name = step.browser ?? `burst ${n}`
        return this.#attempt({ ...step, browser: name, ...(user === undefined ? {} : { user }) })
      }),
    )
    const wrong = results.find(({ objections }) => objections.length > 0)
    return wrong === undefined ? undefined : this.#finish({ ...of, label: label ?? of.label ?? 'one of many' }, wrong)
  }

  get #userIds(): Readonly<Record<UserName, string>> {
    const { userId: first, secondUserId: second, guestUserId: guest } = this.#world.variables
    return { first, second, guest }
  }

  #entries(step: LedgerStep): readonly LedgerEntry[] {
    const { ledger } = this.#world.mock
    const since = this.#mark
    if (step.of === 'refused') return ledger.entries({ since, refused: true })
    return ledger.entries(step.of === undefined ? { since } : { since, endpoint: step.of })
  }

  #ledger(step: LedgerStep): TargetError | undefined {
    const { objections, requests } = checkLedger(step, this.#entries(step))
    const [worst] = objections
    if (worst === undefined) {
      Object.assign(this.#captured, capturedFrom(step.capture, requests))
      return undefined
    }
    if (step.control === true) return this.#refusedControl(step.label ?? 'ledger', worst)
    this.#objections.push(...objections)
    this.#shown = requests
    return undefined
  }

  #output({ contains = [], lacks = [], because }: OutputStep): undefined {
    const text = newOutput(this.#outputBefore, this.#world.output())
    const missing = contains.find((pattern) => !matches(text, pattern))
    const unwanted = lacks.find((pattern) => matches(text, pattern))
    if (missing !== undefined) this.#objections.push(failure('policy', `the output says ${missing}`, because))
    if (unwanted !== undefined) this.#objections.push(failure('leak', `the output does not say ${unwanted}`, because))
  }

  async #reach(step: ReachStep): Promise<TargetError | undefined> {
    const found = await checkReach(step, this.#world)
    if (found === undefined) return undefined
    if (step.control === true) return this.#refusedControl(step.label ?? `reach ${step.at}`, found)
    this.#objections.push(found)
    return undefined
  }

  async #wait({ for: { endpoint, atLeast }, withinMs }: WaitStep): Promise<undefined> {
    const { mock, clock } = this.#world
    const deadline = performance.now() + withinMs
    const count = (): number => mock.ledger.count({ endpoint, since: this.#mark })
    while (count() < atLeast && performance.now() < deadline) await clock.sleep(retryEveryMs)
    if (count() >= atLeast) return
    const expected = `${atLeast} requests to ${endpoint} within ${withinMs} ms`
    this.#objections.push(failure('ledger', expected, `${count()}`))
  }

  async #ended(step: EndedStep): Promise<undefined> {
    await waitForEnd(this.#world, step)
    const { target, failedStart } = this.#world
    const end = target?.ended()
    const found =
      failedStart ?? (end === undefined ? undefined : { exitCode: end.code ?? 1, output: this.#world.output() })
    if (found === undefined) {
      this.#objections.push(failure('policy', 'the target ends', 'it still runs'))
      return
    }
    this.#objections.push(...judgeEnd(found, step.output ?? []))
  }
}

const ownSteps = new Set<ClientStep['do']>([
  'visit',
  'sign-in',
  'burst',
  'ledger',
  'mark',
  'output',
  'reach',
  'wait',
  'restart',
  'ended',
])

function isPlatformStep(step: ClientStep): step is PlatformStep {
  return !ownSteps.has(step.do)
}
