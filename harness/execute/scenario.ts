import type { ScenarioCase, Step } from '../case.ts'
import { TargetError } from '../errors.ts'
import { describeAnswer, judge, judgeContent, type Objection } from '../judge.ts'
import type { Route } from '../manifest.ts'
import type { Endpoint, FaultAction } from '../mock-azure/contract.ts'
import type { Answer } from '../targets/contract.ts'
import type { MintedToken } from '../tokens/recipe.ts'
import type { Exchange } from '../verdict.ts'
import { fillTemplate } from '../variables.ts'
import type { Platform, World } from '../world.ts'
import { routeVariables } from './case-variables.ts'
import { fillAnswer, judgeContext, judgeLedger, requireRoute } from './exchange.ts'
import { LazyEvidence, type Outcome } from './outcome.ts'
import { publish } from './publish.ts'
import { buildRequest } from './request.ts'
import { assertAlive, send, toExchange } from './send.ts'
import type { TokenBench } from './tokens.ts'

type SendStep = Extract<Step, { do: 'send' }>

/** A recovery is looked for this often. */
const retryEveryMs = 50
/** What a declared waiting time may be exceeded by. */
const marginSeconds = 2
/** A finding shows at most this many exchanges: the last ones. */
const shownExchanges = 12

/** A step that changes the platform, not the target. */
export type PlatformStep = Exclude<Step, { do: 'send' | 'ledger' | 'clock' }>

/** Applies a step that changes the platform, not the target. */
export function applyToPlatform(step: PlatformStep, world: Platform): void {
  const keys = world.mock.directory.tenant(world.variables.tenantId)?.keys
  switch (step.do) {
    case 'fault':
      for (const endpoint of endpoints(step.endpoint)) {
        const { calls } = step
        const action = fillAction(step.action, world)
        world.mock.faults.add({ endpoint, action, ...(calls === undefined ? {} : { calls }) })
      }
      return
    case 'clear-faults':
      world.mock.faults.clear()
      return
    case 'rollover':
      keys?.rollover(world.key('tenant-next'))
      return
    case 'retire':
      keys?.retire(world.key(step.key).kid)
      return
    case 'publish':
      publish(step, world)
      return
  }
}

function endpoints(endpoint: Endpoint | readonly Endpoint[]): readonly Endpoint[] {
  return [endpoint].flat()
}

/** Runs a scenario's steps in order; the first objection that fails ends it. */
export async function runScenario(item: ScenarioCase, world: World, bench: TokenBench): Promise<Outcome> {
  const run = new ScenarioRun(item, world, bench)
  return run.all()
}

class ScenarioRun {
  readonly #item: ScenarioCase
  readonly #world: World
  readonly #bench: TokenBench
  readonly #exchanges: (() => Exchange)[] = []
  readonly #objections: Objection[] = []
  readonly #captured: Record<string, string> = {}
  readonly #tokens = new Map<string, MintedToken>()
  #lastToken: MintedToken | undefined
  #mark: number

  constructor(item: ScenarioCase, world: World, bench: TokenBench) {
    this.#item = item
    this.#world = world
    this.#bench = bench
    this.#mark = world.mock.ledger.mark()
  }

  async all(): Promise<Outcome> {
    for (const step of this.#item.steps) {
      const problem = await this.#step(step)
      if (problem !== undefined)
        return { kind: 'inconclusive', problem: problem.toProblem(), evidence: this.#evidence() }
      if (this.#objections.some(({ weight }) => weight === 'fail')) break
    }
    return { kind: 'judged', objections: this.#objections, evidence: this.#evidence() }
  }

  #evidence(): Outcome['evidence'] {
    return new LazyEvidence(this.#exchanges.slice(-shownExchanges), this.#lastToken)
  }

  async #step(step: Step): Promise<TargetError | undefined> {
    if (step.do === 'send') return this.#send(step)
    if (step.do === 'ledger') {
      this.#objections.push(...judgeLedger([step], this.#world, this.#mark))
      this.#mark = this.#world.mock.ledger.mark()
      return undefined
    }
    if (step.do === 'clock') await this.#world.moveClock(this.#secondsOf(step.seconds))
    else applyToPlatform(step, this.#world)
    return undefined
  }

  async #send(step: SendStep): Promise<TargetError | undefined> {
    const times = step.times ?? 1
    const numbers = Array.from({ length: times }, (_, index) => index + 1)
    const verdicts =
      step.concurrent === true
        ? await Promise.all(numbers.map((n) => this.#sendUntilMet(step, n)))
        : await inOrder(numbers, (n) => this.#sendUntilMet(step, n))
    const [worst] = verdicts.flat()
    if (worst === undefined) return undefined
    if (step.control !== true) {
      this.#objections.push(...distinct(verdicts.flat()))
      return undefined
    }
    assertAlive(this.#world.target)
    return new TargetError(
      'CONTROL_REFUSED',
      `The control "${step.label}" is not met: ${worst.actual}.`,
      "Check the target's settings against the variables it is given, and the route's access in the configuration.",
      { details: this.#world.target.output() },
    )
  }

  async #sendUntilMet(step: SendStep, n: number): Promise<readonly Objection[]> {
    const { clock } = this.#world
    const deadline = clock.now() + this.#patienceMs(step)
    for (;;) {
      const objections = await this.#sendOnce(step, n)
      if (objections.length === 0 || clock.now() >= deadline) return objections
      await clock.sleep(retryEveryMs)
    }
  }

  #secondsOf(seconds: number | 'key-cache-age'): number {
    return seconds === 'key-cache-age' ? this.#world.config.api.signingKeys.maxAgeSeconds + marginSeconds : seconds
  }

  #patienceMs({ withinMs = 0 }: SendStep): number {
    const { refetchCooldownSeconds, maxAgeSeconds } = this.#world.config.api.signingKeys
    if (withinMs === 'refetch-cooldown') return (refetchCooldownSeconds + marginSeconds) * 1000
    return withinMs === 'key-cache-age' ? (maxAgeSeconds + marginSeconds) * 1000 : withinMs
  }

  async #sendOnce(step: SendStep, n: number): Promise<readonly Objection[]> {
    const world = this.#world
    const caller = this.#bench.callerOf(step.token?.baseline)
    const route = requireRoute(world, step.request?.route ?? 'protected', caller)
    const extra = { ...this.#captured, n: String(n) }
    const variables = { ...world.variables, ...routeVariables(world, route), ...extra }
    const recipe = step.token === undefined ? { baseline: caller } : step.token
    const token =
      (step.again === undefined ? undefined : this.#tokens.get(step.again)) ??
      (recipe === null ? undefined : await this.#bench.mint(recipe, route, extra))
    if (token !== undefined) {
      this.#lastToken = token
      this.#tokens.set(step.label, token)
    }
    const canary = `${world.variables.canary}-${step.label}`
    const request = buildRequest(step.request ?? {}, route, { token: token?.wire }, { ...variables, canary })
    const answer = await send(world, request)
    this.#exchanges.push(() => toExchange(step.label, world.target, request, answer))
    const context = judgeContext(this.#item, world, token)
    const objections = judge(step.expect, answer, context).map((objection) => this.#named(step, objection))
    if (objections.length > 0) return objections
    this.#capture(step, route, answer)
    return step.answer === undefined
      ? []
      : judgeContent(fillAnswer(step.answer, variables), answer).map((objection) => this.#named(step, objection))
  }

  #pointer(where: string, route: Route): string {
    if (where === '$id') return this.#world.config.api.resource?.id ?? '/id'
    return where === '$identity' ? (route.identity ?? '/') : where
  }

  #named(step: SendStep, objection: Objection): Objection {
    return { ...objection, expected: `${step.label}: ${objection.expected}` }
  }

  #capture(step: SendStep, route: Route, answer: Answer): void {
    if (step.capture === undefined || answer.kind !== 'response') return
    const body = parseJson(answer.response.body)
    for (const [variable, where] of Object.entries(step.capture)) {
      const pointer = this.#pointer(where, route)
      const value = atPointer(body, pointer)
      if (value === undefined) {
        throw new TargetError(
          'CAPTURE_MISSING',
          `The answer to "${step.label}" (${describeAnswer(answer)}) has nothing at ${pointer}.`,
          'Check the identifier pointer in the configuration (resource.id, identity).',
        )
      }
      this.#captured[variable] = value
    }
  }
}

/** A redirect may name a host by its variable. */
function fillAction(action: FaultAction, { variables }: Platform): FaultAction {
  return action.do === 'redirect' ? { ...action, to: fillTemplate(action.to, { ...variables }) } : action
}

async function inOrder<T, R>(items: readonly T[], each: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = []
  for (const item of items) results.push(await each(item))
  return results
}

function distinct(objections: readonly Objection[]): readonly Objection[] {
  return [...new Map(objections.map((objection) => [JSON.stringify(objection), objection])).values()]
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The text or number at a JSON pointer (RFC 6901), as text. */
export function atPointer(value: unknown, pointer: string): string | undefined {
  let found = value
  for (const raw of pointer.split('/').slice(1)) {
    const name = raw.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof found !== 'object' || found === null) return undefined
    found = Object.entries(found).find(([member]) => member === name)?.[1]
  }
  return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined
}
