import type { Case, ScenarioCase } from './case.ts'
import { InternalError, toProblem } from './errors.ts'
import { ExchangeRunner } from './execute/exchange.ts'
import { noEvidence, type Outcome } from './execute/outcome.ts'
import { runProbe } from './execute/probe.ts'
import { applyToPlatform, type PlatformStep, runScenario } from './execute/scenario.ts'
import { TokenBench } from './execute/tokens.ts'
import { verdictOf } from './execute/weigh.ts'
import { RouteTable, unmetNeed } from './routes.ts'
import { canMoveClock } from './targets/launch.ts'
import { groupOf, idMatcher } from './select.ts'
import type { CaseResult, Finding } from './verdict.ts'
import { startWorld, type World, type WorldResources } from './world.ts'

/** After so many failed starts and no good one, the target is taken for one that does not start. */
const toleratedStartFailures = 2

/** So many attacks may end the shared target before the cases left are given up. */
const toleratedDeaths = 10

export interface ExecutorOptions {
  readonly resources: WorldResources
  /** The number of this executor's first world, so that no two workers use the same tenants. From 1. */
  readonly firstWorld: number
  /** The likely fix in common stacks, by case id. */
  readonly fixHints: (id: string) => Finding['fix']
}

/**
 * Tries cases and gives verdicts. Cases that leave nothing behind share one world, started at the first of them; each
 * of the others gets a world of its own. Disposing ends whatever still runs.
 */
export class Executor implements AsyncDisposable {
  readonly #resources: WorldResources
  readonly #fixHints: ExecutorOptions['fixHints']
  readonly #table: RouteTable
  readonly #knownFailing: readonly { matches: (id: string) => boolean; reason: string }[]
  /** By what is in force before the target starts. */
  readonly #shared = new Map<string, Promise<SharedWorld>>()
  /** Worlds of one case that are up now. */
  readonly #fresh = new Set<World>()
  #worlds: number
  #deaths = 0
  #started = 0
  readonly #startFailures: unknown[] = []
  #disposed = false

  constructor(options: ExecutorOptions) {
    const { resources, firstWorld } = options
    this.#resources = resources
    this.#fixHints = options.fixHints
    this.#table = new RouteTable(resources.config.api)
    this.#knownFailing = resources.config.knownFailing.map((entry) => ({
      matches: idMatcher(entry.case),
      reason: entry.reason,
    }))
    this.#worlds = firstWorld - 1
  }

  /**
   * Starts the shared world and mints the tokens of `cases` meanwhile. Optional: `run` does it when it must. A failure
   * shows in the verdicts of the cases.
   */
  prepare(cases: readonly Case[]): void {
    const applicable = cases.filter((item) => this.#unmet(item) === undefined && !needsOwnWorld(item))
    if (applicable.length > 0) this.#sharedWorld([], applicable).catch(() => {})
  }

  /** The verdict on one case. Never throws: what keeps it from being judged is the verdict `error`. */
  async run(item: Case): Promise<CaseResult> {
    const startedAt = performance.now()
    const unmet = this.#unmet(item)
    const outcome = unmet === undefined ? await this.#try(item) : undefined
    const facts = { ...factsOf(item), durationMs: performance.now() - startedAt }
    if (outcome === undefined) return { ...facts, verdict: 'not-applicable', reason: unmet }
    const known = this.#knownFailing.find(({ matches }) => matches(item.id))
    return { ...facts, ...verdictOf(item, outcome, known?.reason, this.#fixHints(item.id)) }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true
    const settled = await Promise.allSettled(this.#shared.values())
    const worlds = settled.flatMap((shared) => (shared.status === 'fulfilled' ? [shared.value.world] : []))
    await Promise.all([...worlds, ...this.#fresh].map((world) => world[Symbol.asyncDispose]()))
  }

  #unmet(item: Case): string | undefined {
    const { config, movesClock: clock = canMoveClock(config.api) } = this.#resources
    return unmetNeed(item.needs, config.api, this.#table, { clock })
  }

  async #try(item: Case): Promise<Outcome> {
    try {
      if (item.kind === 'scenario' && item.isolation === 'fresh') return await this.#tryFresh(item)
      const before = item.kind === 'scenario' ? (item.before ?? []) : []
      const shared = await this.#sharedWorld(before)
      const outcome = await tryIn(shared, item)
      if (outcome.kind === 'judged' && shared.world.target.ended() !== undefined) await this.#replace(before, shared)
      return outcome
    } catch (error) {
      return { kind: 'inconclusive', problem: toProblem(error), evidence: noEvidence }
    }
  }

  /** An attack ended the target: that case fails, and the others get a new instance, a few times. */
  async #replace(before: readonly PlatformStep[], { world }: SharedWorld): Promise<void> {
    if (this.#deaths >= toleratedDeaths || !this.#resources.config.api.restartable) return
    this.#deaths += 1
    await world[Symbol.asyncDispose]()
    this.#shared.delete(JSON.stringify(before))
  }

  #sharedWorld(before: readonly PlatformStep[], cases: readonly Case[] = []): Promise<SharedWorld> {
    const key = JSON.stringify(before)
    const shared =
      this.#shared.get(key) ?? this.#starting((number) => startShared(this.#resources, number, before, cases))
    this.#shared.set(key, shared)
    return shared
  }

  /** Starts a world under the next number, unless it is plain by now that the target does not start at all. */
  async #starting<T>(start: (number: number) => Promise<T>): Promise<T> {
    if (this.#started === 0 && this.#startFailures.length >= toleratedStartFailures) throw this.#startFailures[0]
    try {
      const world = await start((this.#worlds += 1))
      this.#started += 1
      return world
    } catch (error) {
      this.#startFailures.push(error)
      throw error
    }
  }

  async #tryFresh(item: ScenarioCase): Promise<Outcome> {
    await using world = await this.#starting((number) =>
      startWorld(
        this.#resources,
        number,
        (early) => {
          for (const step of item.before ?? []) applyToPlatform(step, early)
        },
        { clock: item.needs.includes('clock') },
      ),
    )
    // A run that was cancelled while this world started has nobody left to use it.
    if (this.#disposed) throw new InternalError('EXECUTOR_DISPOSED', 'The run has ended.', 'Run it again.')
    this.#fresh.add(world)
    try {
      return await runScenario(item, world, new TokenBench(world))
    } finally {
      this.#fresh.delete(world)
    }
  }
}

async function tryIn({ world, bench, exchanges }: SharedWorld, item: Case): Promise<Outcome> {
  switch (item.kind) {
    case 'exchange':
      return exchanges.run(item)
    case 'scenario':
      return runScenario(item, world, bench)
    case 'probe':
      return runProbe(item, world, bench)
  }
}

interface SharedWorld {
  readonly world: World
  readonly bench: TokenBench
  readonly exchanges: ExchangeRunner
}

async function startShared(
  resources: WorldResources,
  number: number,
  before: readonly PlatformStep[],
  cases: readonly Case[],
): Promise<SharedWorld> {
  let bench: TokenBench | undefined
  const world = await startWorld(resources, number, (platform) => {
    for (const step of before) applyToPlatform(step, platform)
    bench = new TokenBench(platform)
    bench.premint(cases)
  })
  bench ??= new TokenBench(world)
  return { world, bench, exchanges: new ExchangeRunner(world, bench) }
}

/** True for a case that must not share its target with others. */
export function needsOwnWorld(item: Case): boolean {
  return item.kind === 'scenario' && item.isolation === 'fresh'
}

function factsOf(item: Case): Omit<CaseResult, 'verdict' | 'durationMs'> {
  const { id, title, level, severity, maker, requirement, tags } = item
  return { id, title, group: groupOf(id), level, severity, maker, requirement, tags: [...(tags ?? [])] }
}
