import type { ExchangeCase, LedgerBound, RequestRecipe } from '../case.ts'
import { type HarnessError, InternalError, TargetError } from '../errors.ts'
import { describeAnswer, type JudgeContext, judge, judgeContent, type Objection } from '../judge.ts'
import type { Route } from '../manifest.ts'
import type { Answer } from '../targets/contract.ts'
import type { Baseline, MintedToken, TokenRecipe } from '../tokens/recipe.ts'
import { fillTemplate } from '../variables.ts'
import type { Exchange } from '../verdict.ts'
import type { World } from '../world.ts'
import { routeVariables } from './case-variables.ts'
import { LazyEvidence, type Outcome } from './outcome.ts'
import { buildRequest } from './request.ts'
import { assertAlive, send, toExchange } from './send.ts'
import type { TokenBench } from './tokens.ts'

/** One request ready to go, with what is needed to judge it. */
interface Prepared {
  readonly token: MintedToken | undefined
  readonly request: ReturnType<typeof buildRequest>
}

/**
 * Tries exchange cases against one world, one after the other.
 *
 * Each attack stands between two controls: the valid request accepted just before and just after, by the same
 * instance. The control after one case serves as the one before the next, so a case costs two exchanges.
 */
export class ExchangeRunner {
  readonly #world: World
  readonly #bench: TokenBench
  #attempts = 0
  /** The control that was accepted last, with nothing sent since. */
  #lastAccepted: string | undefined

  constructor(world: World, bench: TokenBench) {
    this.#world = world
    this.#bench = bench
  }

  async run(item: ExchangeCase): Promise<Outcome> {
    const world = this.#world
    const exchanges: (() => Exchange)[] = []
    const plan = planExchange(item, world, this.#bench.callerOf(item.token?.baseline))
    const controlToken = await this.#bench.mint(plan.control.token, plan.control.route)
    const control = this.#prepare(plan.control.request, plan.control.route, controlToken, controlToken)
    const canary = `${world.variables.canary}-${(this.#attempts += 1)}.`
    const attackToken = item.token === undefined ? undefined : await this.#bench.mint(item.token, plan.route)
    const attack = this.#prepare(item.request ?? {}, plan.route, attackToken, controlToken, canary)
    const record = (label: string, request: Prepared['request'], answer: Answer): Answer => {
      exchanges.push(() => toExchange(label, world.target, request, answer))
      return answer
    }

    const controlProblem = await this.#controlBefore(plan.controlKey, control, record)
    const mark = world.mock.ledger.mark()
    this.#lastAccepted = undefined
    const answer = record('attack', attack.request, await send(world, attack.request))
    const context = judgeContext(item, world, attack.token)
    const objections = [...judge(item.expect, answer, context)]
    if (!objections.some(({ weight }) => weight === 'fail') && item.answer !== undefined) {
      objections.push(
        ...judgeContent(fillAnswer(item.answer, { ...world.variables, ...routeVariables(world, plan.route) }), answer),
      )
    }
    objections.push(...judgeLedger(item.ledger ?? [], world, mark))
    const harmed = objections.some(({ weight }) => weight === 'fail')
    const evidence = new LazyEvidence(exchanges, attackToken, controlToken)
    const isItsOwnControl = JSON.stringify(control.request) === JSON.stringify(attack.request)
    if (item.expect.outcome === 'accepted' && controlProblem !== undefined && !isItsOwnControl) {
      return { kind: 'inconclusive', problem: controlProblem.toProblem(), evidence }
    }
    if (harmed) return { kind: 'judged', objections: withDeath(objections, world), evidence }
    if (controlProblem !== undefined) return { kind: 'inconclusive', problem: controlProblem.toProblem(), evidence }
    objections.push(...(await this.#sideEffect(plan.route, controlToken, canary, record)))
    objections.push(...(await this.#controlAfter(plan.controlKey, control, record)))
    return { kind: 'judged', objections, evidence }
  }

  /** Each attack writes a canary of its own and a control none, so that a read back tells whose effect it sees. */
  #prepare(
    recipe: RequestRecipe,
    route: Route,
    token: MintedToken | undefined,
    control: MintedToken,
    canary = 'control',
  ): Prepared {
    const tokens = { token: token?.wire, control: control.wire }
    const variables = { ...this.#world.variables, ...routeVariables(this.#world, route) }
    return {
      token,
      request: buildRequest(recipe, route, tokens, { ...variables, canary, n: String(this.#attempts) }),
    }
  }

  async #controlBefore(key: string, control: Prepared, record: Recorder): Promise<HarnessError | undefined> {
    if (this.#lastAccepted === key) return undefined
    assertAlive(this.#world.target)
    const answer = record('control', control.request, await send(this.#world, control.request))
    if (isAccepted(answer)) return undefined
    assertAlive(this.#world.target)
    return new TargetError(
      'CONTROL_REFUSED',
      `${control.request.method} ${control.request.path} refuses a valid token: ${describeAnswer(answer)}.`,
      "Check the target's settings against the variables it is given, and the route's access in the configuration.",
      { details: this.#world.target.output() },
    )
  }

  /** An attack that makes the target refuse good users is a failure of its own. */
  async #controlAfter(key: string, control: Prepared, record: Recorder): Promise<readonly Objection[]> {
    const answer = record('control afterwards', control.request, await send(this.#world, control.request))
    if (isAccepted(answer)) {
      this.#lastAccepted = key
      return []
    }
    return withDeath(
      [
        {
          weight: 'fail',
          reason: 'broke-target',
          expected: 'the valid request is accepted after the attack as before it',
          actual: describeAnswer(answer),
        },
      ],
      this.#world,
    )
  }

  /** After a denied unsafe request: a read with a good token must not show its canary. */
  async #sideEffect(
    route: Route,
    controlToken: MintedToken,
    canary: string,
    record: Recorder,
  ): Promise<readonly Objection[]> {
    if (route.readBack === undefined) return []
    const readRoute = this.#world.table.byKey(route.readBack)
    if (readRoute === undefined) return []
    const read = this.#prepare({}, readRoute, controlToken, controlToken)
    const answer = record('read back', read.request, await send(this.#world, read.request))
    const shown = answer.kind === 'response' && answer.response.body.includes(canary)
    if (!shown) return []
    const expected = 'a denied request changes nothing'
    return [{ weight: 'fail', reason: 'side-effect', expected, actual: `${route.readBack} shows what it wrote` }]
  }
}

type Recorder = (label: string, request: Prepared['request'], answer: Answer) => Answer

interface ExchangePlan {
  readonly route: Route
  readonly control: { readonly token: TokenRecipe; readonly request: RequestRecipe; readonly route: Route }
  readonly controlKey: string
}

function planExchange(item: ExchangeCase, world: World, caller: 'delegated' | 'app-only'): ExchangePlan {
  const ref = item.request?.route ?? 'protected'
  const route = requireRoute(world, ref, caller)
  const version = item.token?.version
  const token: TokenRecipe = item.control?.token ?? {
    baseline: controlBaseline(item.token?.baseline, route, caller),
    // A token in a version that the API does not take has its valid twin in one that it takes.
    ...(version !== undefined && world.config.api.tokenVersions.includes(version) ? { version } : {}),
  }
  const request = item.control?.request ?? {}
  const protectedRef = ref === 'anonymous' ? 'protected' : ref
  const controlRoute = requireRoute(world, request.route ?? protectedRef, caller)
  return {
    route,
    control: { token, request, route: controlRoute },
    controlKey: JSON.stringify([token, request, controlRoute.method, controlRoute.path]),
  }
}

/** The kind of token the route accepts: the case's own where it can be, else the other. */
function controlBaseline(wanted: Baseline | undefined, route: Route, caller: 'delegated' | 'app-only'): Baseline {
  if (route.access.kind === 'anonymous') return caller
  const { delegated, appOnly } = route.access
  if (wanted === 'app-only' && appOnly !== undefined) return 'app-only'
  if (delegated !== undefined && caller === 'delegated') return 'delegated'
  return appOnly === undefined ? 'delegated' : 'app-only'
}

export function requireRoute(
  world: World,
  ref: NonNullable<RequestRecipe['route']>,
  caller: 'delegated' | 'app-only',
): Route {
  const route = world.table.find(ref, caller)
  if (route !== undefined) return route
  throw new InternalError(
    'CASE_WITHOUT_ROUTE',
    `The case needs a ${ref} route but does not say so.`,
    'Add the need to the case.',
  )
}

export function isAccepted(answer: Answer): boolean {
  return answer.kind === 'response' && answer.response.status >= 200 && answer.response.status < 300
}

export function judgeContext(
  item: { readonly tags?: readonly string[]; readonly mustNotEcho?: readonly string[] },
  world: World,
  token: MintedToken | undefined,
): JudgeContext {
  return {
    policies: world.config.api.policies,
    mustNotEcho: [world.variables.canary, ...(item.mustNotEcho ?? [])].map((text) =>
      fillTemplate(text, world.variables),
    ),
    ...(token === undefined ? {} : { tokenWire: token.wire }),
    judgesChallenge: item.tags?.includes('contract') ?? false,
  }
}

/** What the target asked of the platform since `mark`, held against the bounds. */
export function judgeLedger(bounds: readonly LedgerBound[], world: World, mark: number): readonly Objection[] {
  return bounds.flatMap((bound) => {
    const count = world.mock.ledger.count({ endpoint: bound.endpoint, since: mark })
    const atMost = bound.atMost === 'refetch-budget' ? world.config.api.signingKeys.maxRefetchesPerBurst : bound.atMost
    if (count <= atMost && count >= (bound.atLeast ?? 0)) return []
    const name = [bound.endpoint].flat().join(' or ')
    const range = bound.atLeast === undefined ? `at most ${atMost}` : `${bound.atLeast} to ${atMost}`
    return [
      {
        weight: 'fail' as const,
        reason: 'ledger' as const,
        expected: `${range} requests to ${name}`,
        actual: `${count}: ${bound.because}`,
      },
    ]
  })
}

export function fillAnswer(
  answer: NonNullable<ExchangeCase['answer']>,
  variables: Readonly<Record<string, string>>,
): NonNullable<ExchangeCase['answer']> {
  const fill = (text: string): string => fillTemplate(text, variables)
  const fillMembers = (members: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(members).map(([name, value]) => [name, fill(value)]))
  return {
    ...(answer.contains === undefined ? {} : { contains: answer.contains.map(fill) }),
    ...(answer.lacks === undefined ? {} : { lacks: answer.lacks.map(fill) }),
    ...(answer.lacksHeaders === undefined ? {} : { lacksHeaders: fillMembers(answer.lacksHeaders) }),
    ...(answer.headers === undefined
      ? {}
      : {
          headers: Object.fromEntries(
            Object.entries(answer.headers).map(([name, value]) => [name, value === null ? null : fill(value)]),
          ),
        }),
  }
}

/** Says so where the target did not survive the attack. */
function withDeath(objections: readonly Objection[], world: World): readonly Objection[] {
  const end = world.target.ended()
  if (end === undefined) return objections
  const how = end.signal === null ? `exit code ${end.code}` : `signal ${end.signal}`
  return objections.map((objection) => ({ ...objection, actual: `${objection.actual}; the target ended (${how})` }))
}
