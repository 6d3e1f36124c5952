import type { RequestRecipe } from '../case.ts'
import { identityFor, routeVariables } from '../execute/case-variables.ts'
import { isAccepted, requireRoute } from '../execute/exchange.ts'
import { LazyEvidence, type Outcome } from '../execute/outcome.ts'
import { buildRequest, type RequestTokens } from '../execute/request.ts'
import { assertAlive, send, toExchange } from '../execute/send.ts'
import type { TokenBench } from '../execute/tokens.ts'
import { TargetError } from '../errors.ts'
import { describeAnswer, type Objection } from '../judge.ts'
import type { Route } from '../manifest.ts'
import type { Answer, WireRequest } from '../targets/contract.ts'
import type { MintedToken, TokenRecipe } from '../tokens/recipe.ts'
import type { Exchange } from '../verdict.ts'
import type { World } from '../world.ts'

/** A finding shows at most this many exchanges: those that were objected to, after the control. */
const shownExchanges = 12

/** One probe against one world: what it sent, and what it objects to. */
export class ProbeRun {
  readonly world: World
  readonly bench: TokenBench
  readonly #objections: Objection[] = []
  readonly #shown: (() => Exchange)[] = []

  constructor(world: World, bench: TokenBench) {
    this.world = world
    this.bench = bench
  }

  get objections(): readonly Objection[] {
    return this.#objections
  }

  /** Every protected route of the manifest. */
  get protectedRoutes(): readonly Route[] {
    return this.world.table.routes.filter(({ access }) => access.kind === 'protected')
  }

  /**
   * The request to that route; placeholders in its path become 0, which no record has.
   * @param recipe how it differs from the plain one
   */
  request(route: Route, tokens: RequestTokens = {}, recipe: RequestRecipe = {}): WireRequest {
    const placeholders = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, '0'] as const)
    const canary = `${this.world.variables.canary}-probe`
    const variables = { ...this.world.variables, ...routeVariables(this.world, route), canary, n: '1' }
    return buildRequest(recipe, route, tokens, { ...variables, ...Object.fromEntries(placeholders) })
  }

  send(request: WireRequest): Promise<Answer> {
    return send(this.world, request)
  }

  /** A token the route lets in, unless `recipe` or `identity` says otherwise. */
  token(route: Route, recipe?: TokenRecipe, identity: Parameters<TokenBench['mint']>[3] = {}): Promise<MintedToken> {
    const { access } = route
    const caller = this.bench.callerOf('delegated')
    const suits = access.kind === 'anonymous' || (caller === 'delegated' ? access.delegated : access.appOnly)
    const other = caller === 'delegated' ? 'app-only' : 'delegated'
    return this.bench.mint(
      recipe ?? { baseline: suits ? caller : other },
      route,
      {},
      {
        ...identityFor(this.world, route),
        ...identity,
      },
    )
  }

  /** Says what is wrong with an answer. */
  object(reason: Objection['reason'], expected: string, request: WireRequest, answer: Answer): void {
    this.#objections.push({ weight: 'fail', reason, expected, actual: describeAnswer(answer) })
    this.show(expected, request, answer)
  }

  /** Keeps an exchange for the finding. */
  show(label: string, request: WireRequest, answer: Answer): void {
    if (this.#shown.length >= shownExchanges) return
    this.#shown.push(() => toExchange(label, this.world.target, request, answer))
  }

  /**
   * A plain request with a valid token.
   * @param anew over a connection of its own. Default false: over any that is open.
   */
  async control(label: string, anew = false): Promise<{ readonly request: WireRequest; readonly answer: Answer }> {
    const route = requireRoute(this.world, 'protected', this.bench.callerOf('delegated'))
    const token = await this.token(route)
    const request = this.request(route, { token: token.wire }, anew ? { raw: true } : {})
    const answer = await this.send(request)
    this.show(label, request, answer)
    return { request, answer }
  }

  outcome(): Outcome {
    return { kind: 'judged', objections: this.#objections, evidence: this.evidence() }
  }

  evidence(): LazyEvidence {
    return new LazyEvidence(this.#shown, undefined)
  }
}

/**
 * Runs a probe between two controls: without the first it is inconclusive, and when the second is refused the probe
 * broke the target.
 */
export async function betweenControls(
  world: World,
  bench: TokenBench,
  probe: (run: ProbeRun) => Promise<void>,
): Promise<Outcome> {
  const run = new ProbeRun(world, bench)
  const before = await run.control('control')
  if (!isAccepted(before.answer)) {
    assertAlive(world.target)
    const { method, path } = before.request
    const problem = new TargetError(
      'CONTROL_REFUSED',
      `${method} ${path} refuses a valid token: ${describeAnswer(before.answer)}.`,
      "Check the target's settings against the variables it is given, and the route's access in the configuration.",
      { details: world.target.output() },
    )
    return { kind: 'inconclusive', problem: problem.toProblem(), evidence: run.evidence() }
  }
  await probe(run)
  if (run.objections.length > 0) return run.outcome()
  const after = await run.control('control afterwards')
  if (!isAccepted(after.answer)) {
    run.object('broke-target', 'the valid request is accepted afterwards as before', after.request, after.answer)
  }
  return run.outcome()
}

/** `GET /api/claims`. */
export function nameOf({ method, path }: Route): string {
  return `${method} ${path}`
}
