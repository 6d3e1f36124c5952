import type { ClientCase, Start } from '../client-case.ts'
import { InternalError, toProblem } from '../errors.ts'
import { noEvidence, type Outcome } from '../execute/outcome.ts'
import { verdictOf } from '../execute/weigh.ts'
import { groupOf, idMatcher } from '../select.ts'
import type { CaseResult, Finding } from '../verdict.ts'
import type { BrowserKind } from './browser-driver.ts'
import { endOf } from './ending.ts'
import { facilitiesHere, unmetClientNeed } from './needs.ts'
import { Permits } from './permits.ts'
import { saveCloud } from './platform.ts'
import { player } from './player.ts'
import { runClientCase } from './run-case.ts'
import { startKey } from './system.ts'
import { type ClientWorld, type ClientWorldResources, startClientWorld } from './world.ts'

/**
 * A case that sends many requests at once needs the machine, or it finds out about that instead of the target: so many
 * may not run beside it.
 */
const besideBurst = 2

/** After so many failed starts and no good one, the target is taken for one that does not start. */
const toleratedStartFailures = 2

export interface ClientExecutorOptions {
  readonly resources: ClientWorldResources
  /** The number of this executor's first world, so that no two workers use the same tenants. From 1. */
  readonly firstWorld: number
  /** The likely fix in common stacks, by case id. */
  readonly fixHints: (id: string) => Finding['fix']
  /** What plays the browsers. Default: the harness itself. */
  readonly browsers?: BrowserKind
}

/**
 * Tries client-side cases and gives verdicts. Cases with an equal start share a world, one at a time, and the cloud is
 * put back after each; those that leave state behind in the target get a world each. May be asked for many at once. Disposing ends whatever still runs.
 */
export class ClientExecutor implements AsyncDisposable {
  readonly #resources: ClientWorldResources
  readonly #fixHints: ClientExecutorOptions['fixHints']
  readonly #knownFailing: readonly { matches: (id: string) => boolean; reason: string }[]
  readonly #shared = new Map<string, SharedWorld>()
  /** Worlds of one case that are up now. */
  readonly #fresh = new Set<ClientWorld>()
  readonly #browsers: BrowserKind
  readonly #permits: Permits
  readonly #facilities = facilitiesHere
  #worlds: number
  #started = 0
  readonly #startFailures: unknown[] = []
  #disposed = false

  constructor({ resources, firstWorld, fixHints, browsers = player }: ClientExecutorOptions) {
    this.#resources = resources
    this.#browsers = browsers
    this.#permits = new Permits(browsers.atOnce)
    this.#fixHints = fixHints
    this.#knownFailing = resources.config.knownFailing.map((entry) => ({
      matches: idMatcher(entry.case),
      reason: entry.reason,
    }))
    this.#worlds = firstWorld - 1
  }

  /** The verdict on one case. Never throws: what keeps it from being judged is the verdict `error`. */
  async run(item: ClientCase): Promise<CaseResult> {
    const { config } = this.#resources
    const unmet = unmetClientNeed(item, config, this.#facilities) ?? this.#browsers.unable(item, config)
    if (unmet !== undefined) return { ...factsOf(item), durationMs: 0, verdict: 'not-applicable', reason: unmet }
    const { outcome, durationMs } = isFresh(item) ? await this.#tryFresh(item) : await this.#tryShared(item)
    const known = this.#knownFailing.find(({ matches }) => matches(item.id))
    return { ...factsOf(item), durationMs, ...verdictOf(item, outcome, known?.reason, this.#fixHints(item.id)) }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true
    const shared = await Promise.allSettled([...this.#shared.values()].flatMap(({ world }) => world ?? []))
    const worlds = shared.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
    await Promise.all([...worlds, ...this.#fresh].map((world) => world[Symbol.asyncDispose]()))
  }

  async #tryFresh(item: ClientCase): Promise<Timed> {
    return this.#timed(item, 'last', async () => {
      await using world = await this.#starting(item.start ?? {})
      this.#fresh.add(world)
      try {
        return await runClientCase(item, world, true, this.#browsers)
      } finally {
        this.#fresh.delete(world)
      }
    })
  }

  /** Waits for its turn in the world it shares. */
  #tryShared(item: ClientCase): Promise<Timed> {
    const key = startKey(this.#resources.config, item.start)
    const shared: SharedWorld = this.#shared.get(key) ?? { world: undefined, turn: Promise.resolve() }
    this.#shared.set(key, shared)
    const turn = shared.turn.then(() =>
      this.#timed(item, 'first', async () => {
        const world = await this.#livingWorld(shared, item.start ?? {})
        const restore = saveCloud(world)
        return await runClientCase(item, world, false, this.#browsers).finally(restore)
      }),
    )
    shared.turn = turn
    return turn
  }

  /** What one case ended, the next ones do not have to suffer for: they get another instance. */
  async #livingWorld(shared: SharedWorld, start: Start): Promise<ClientWorld> {
    shared.world ??= this.#starting(start)
    const world = await shared.world
    if ((await endOf(world)) === undefined) return world
    await world[Symbol.asyncDispose]()
    shared.world = this.#starting(start)
    return shared.world
  }

  /**
   * Waits for a permit, and takes the time from then on. Cases that share a world come one after the other: if each of
   * them waited behind all others, the last ones would run alone.
   */
  #timed(item: ClientCase, place: 'first' | 'last', attempt: () => Promise<Outcome>): Promise<Timed> {
    const wanted = needsMachine(item) ? this.#browsers.atOnce - besideBurst : 1
    return this.#permits.while(wanted, () => timed(attempt), place)
  }

  /** Starts a world under the next number, unless it is plain by now that the target does not start at all. */
  async #starting(start: Start): Promise<ClientWorld> {
    if (this.#disposed) throw ended()
    if (this.#started === 0 && this.#startFailures.length >= toleratedStartFailures) throw this.#startFailures[0]
    const world = await this.#start(start)
    this.#started += 1
    if (!this.#disposed) return world
    // A run that was cancelled while this world started has nobody left to use it.
    await world[Symbol.asyncDispose]()
    throw ended()
  }

  async #start(start: Start): Promise<ClientWorld> {
    try {
      return await startClientWorld(this.#resources, (this.#worlds += 1), start)
    } catch (error) {
      this.#startFailures.push(error)
      throw error
    }
  }
}

function ended(): InternalError {
  return new InternalError('EXECUTOR_DISPOSED', 'The run has ended.', 'Run it again.')
}

interface SharedWorld {
  /** Undefined: not started yet. */
  world: Promise<ClientWorld> | undefined
  /** Settles when the case before is done. */
  turn: Promise<unknown>
}

interface Timed {
  readonly outcome: Outcome
  readonly durationMs: number
}

async function timed(attempt: () => Promise<Outcome>): Promise<Timed> {
  const startedAt = performance.now()
  const outcome = await attempt().catch((error: unknown): Outcome => ({
    kind: 'inconclusive',
    problem: toProblem(error),
    evidence: noEvidence,
  }))
  return { outcome, durationMs: performance.now() - startedAt }
}

/** True for a case that sends many requests at once. */
export function needsMachine({ steps }: ClientCase): boolean {
  return steps.some((step) => step.do === 'burst')
}

/** True for a case that may be waiting for most of its time: SDKs try again after a fault, some for twenty seconds. */
export function mayWait({ start, steps }: ClientCase): boolean {
  // That a target never speaks TLS is known only after the time it has to start.
  return start?.tls === true || steps.some((step) => step.do === 'fault')
}

/** True for a case with a cloud and a target of its own. */
export function isFresh(item: ClientCase): boolean {
  return item.isolation === 'fresh' || (item.start?.expect ?? 'runs') !== 'runs'
}

function factsOf(item: ClientCase): Omit<CaseResult, 'verdict' | 'durationMs'> {
  const { id, title, level, severity, maker, requirement, tags } = item
  return { id, title, group: groupOf(id), level, severity, maker, requirement, tags: [...(tags ?? [])] }
}
