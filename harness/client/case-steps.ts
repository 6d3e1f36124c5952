import type {
  BurstStep,
  ClientStep,
  EndedStep,
  LedgerStep,
  OutputStep,
  PlatformStep,
  ReachStep,
  RestartStep,
  SignInStep,
  UserName,
  VisitStep,
  WaitStep,
} from '../client-case.ts'
import { TargetError } from '../errors.ts'
import { assertAlive } from '../execute/send.ts'
import { matches, type Objection } from '../judge.ts'
import type { LedgerEntry } from '../mock-azure/contract.ts'
import { capturedFrom } from './captures.ts'
import { failure, judgeEnd, notStarted, waitForEnd } from './ending.ts'
import { fill } from './fill.ts'
import { checkLedger } from './ledger-check.ts'
import type { LedgerRequest } from './ledger-request.ts'
import { newOutput } from './output.ts'
import { checkReach } from './reach.ts'
import type { Browsers } from './session.ts'
import { signIn, visit, type VisitResult } from './visits.ts'
import type { ClientWorld } from './world.ts'

/** How often a condition is looked at again. */
const retryEveryMs = 25

/** Where the steps of a case take place. */
export interface Stage {
  readonly world: ClientWorld
  readonly browsers: Browsers
  /** What the ledger has from here on counts: `Ledger.mark()`. */
  readonly mark: number
  /** What the target had written when the case began. */
  readonly outputBefore: string
}

/** The steps of one case, taken one after the other, and what is found on the way. */
export class CaseSteps {
  readonly #world: ClientWorld
  readonly #browsers: Browsers
  readonly #outputBefore: string
  readonly #objections: Objection[] = []
  readonly #captured: Record<string, string> = {}
  #shown: readonly LedgerRequest[] = []
  #mark: number
  #restarted = false

  constructor({ world, browsers, mark, outputBefore }: Stage) {
    this.#world = world
    this.#browsers = browsers
    this.#mark = mark
    this.#outputBefore = outputBefore
  }

  get objections(): readonly Objection[] {
    return this.#objections
  }

  /** Requests of the ledger that a finding is about. */
  get shown(): readonly LedgerRequest[] {
    return this.#shown
  }

  /** Whether the target was started again. */
  get restarted(): boolean {
    return this.#restarted
  }

  /** Takes a step. A problem: its control is not met, so that the case cannot be judged. */
  async take(raw: ClientStep): Promise<TargetError | undefined> {
    const step = fill(raw, { ...this.#world.variables, ...this.#captured })
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
        return this.#restart(step)
      case 'ended':
        return this.#ended(step)
    }
  }

  async #restart(step: RestartStep): Promise<undefined> {
    this.#restarted = true
    await this.#world.restart(step)
    const { failedStart } = this.#world
    if (step.expect === 'fails' && failedStart === undefined) {
      this.#objections.push(failure('accepted', 'the target does not start again', 'it came up'))
    }
    if (step.expect === 'starts' && failedStart !== undefined) this.#objections.push(notStarted(failedStart))
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
