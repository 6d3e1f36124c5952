import type { ClientCase } from '../client-case.ts'
import type { Evidence, Outcome } from '../execute/outcome.ts'
import type { Objection } from '../judge.ts'
import type { BrowserKind } from './browser-driver.ts'
import { CaseSteps } from './case-steps.ts'
import { checkConduct } from './conduct.ts'
import { endAfterCase, failure, judgeEnd, lastLines, notStarted } from './ending.ts'
import { evidenceOf } from './evidence.ts'
import { fill } from './fill.ts'
import { newOutput } from './output.ts'
import { Browsers } from './session.ts'
import { type ClientWorld, tracedBy } from './world.ts'

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
  readonly #steps: CaseSteps
  /** What the target had written when the case began. */
  readonly #outputBefore: string
  /** What of it no case has looked through yet: of the start, for the first one that shares it. */
  readonly #outputUnseen: string

  constructor(item: ClientCase, world: ClientWorld, browsers: Browsers, alone: boolean) {
    this.#item = item
    this.#world = world
    this.#browsers = browsers
    this.#outputBefore = alone ? '' : world.output()
    this.#outputUnseen = newOutput(world.lookedThrough.output, world.output())
    const mark = alone ? 0 : world.mock.ledger.mark()
    this.#steps = new CaseSteps({ world, browsers, mark, outputBefore: this.#outputBefore })
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
      const problem = await this.#steps.take(step)
      if (problem !== undefined) {
        return { kind: 'inconclusive', problem: problem.toProblem(), evidence: this.#evidence() }
      }
      if (this.#steps.objections.length > 0) break
    }
    return this.#judged(await this.#judgeLife())
  }

  #judged(more: readonly Objection[]): Outcome {
    const conduct = checkConduct(this.#item, this.#traces())
    return { kind: 'judged', objections: [...this.#steps.objections, ...more, ...conduct], evidence: this.#evidence() }
  }

  #traces() {
    const { mock, variables, certificates, lookedThrough } = this.#world
    const output = this.#steps.restarted ? this.#world.output() : newOutput(this.#outputBefore, this.#world.output())
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
    return evidenceOf(this.#world, this.#browsers.hops, this.#steps.shown)
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
}
