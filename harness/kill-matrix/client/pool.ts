import { keyNames } from '../../../fixtures/cloud.ts'
import { clientCatalogue } from '../../../suites/client-catalogue.ts'
import type { ClientCase } from '../../client-case.ts'
import { type CertificateFiles, createCertificateFiles } from '../../client/certificates.ts'
import { ClientExecutor, isFresh, mayWait } from '../../client/executor.ts'
import { loadAnyConfig } from '../../config/load.ts'
import { createKeySource, exportKeys } from '../../key-source.ts'
import { createCertificateAuthority } from '../../mounts/certificate-authority.ts'
import type { CertificateAuthority } from '../../mounts/contract.ts'
import { systemClock, systemRandom } from '../../system.ts'
import type { Implementation } from '../implementation.ts'
import type { Job } from '../jobs.ts'
import { type Judgement, toJudgement } from '../rules.ts'

/** So many targets are dealt with side by side: starting one takes a core, judging it is mostly waiting. */
const atOnce = 8
/** Executors are numbered this far apart; each world in them takes one number. */
const worldsPerExecutor = 1000

interface Resources {
  readonly keys: Awaited<ReturnType<typeof exportKeys>>
  readonly authority: CertificateAuthority
  readonly certificates: CertificateFiles
}

/**
 * Does the jobs of clients: each implementation is a process of its own, or several.
 * @param onJudged called as a job has tried its cases against an implementation
 */
export async function runClientJobs(
  jobs: readonly Job[],
  onJudged: (name: string, judgements: readonly Judgement[]) => void,
): Promise<void> {
  if (jobs.length === 0) return
  const keys = await exportKeys(createKeySource(), Object.values(keyNames))
  const [authority, certificates] = await Promise.all([createCertificateAuthority(), createCertificateFiles()])
  await using _files = certificates
  const trials = jobs.flatMap(({ cases, implementations }) =>
    implementations.map((each) => new Trial(each, cases, onJudged)),
  )
  const queue = trials.flatMap((trial, index) => trial.units.map((unit) => ({ trial, unit, index })))
  const waiting = queue.filter(({ unit }) => unit.some(mayWait))
  const busy = queue.filter(({ unit }) => !unit.some(mayWait))
  // Some of each at any time, so that the machine neither waits with the first nor is left to the last.
  const lane = async (first: typeof queue, then: typeof queue): Promise<void> => {
    const take = () => first.shift() ?? then.shift()
    for (let next = take(); next !== undefined; next = take()) {
      const firstWorld = 1 + next.index * worldsPerExecutor
      await next.trial.run(next.unit, { keys, authority, certificates }, firstWorld)
    }
  }
  const lanes = Array.from({ length: atOnce }, (_, nth) => (nth % 2 === 0 ? lane(waiting, busy) : lane(busy, waiting)))
  await Promise.all(lanes)
}

/** One implementation and the cases it meets. */
class Trial {
  /** Cases that share a target go one after the other; each of the others goes by itself. */
  readonly units: readonly (readonly ClientCase[])[]
  readonly #implementation: Implementation
  readonly #onJudged: (name: string, judgements: readonly Judgement[]) => void
  readonly #judgements: Judgement[] = []
  #executor: Promise<ClientExecutor> | undefined
  #unitsLeft: number

  constructor(
    implementation: Implementation,
    ids: readonly string[],
    onJudged: (name: string, judgements: readonly Judgement[]) => void,
  ) {
    const wanted = new Set(ids)
    const cases = clientCatalogue.filter(({ id }) => wanted.has(id))
    const shared = Map.groupBy(
      cases.filter((item) => !isFresh(item)),
      ({ start }) => JSON.stringify(start ?? {}),
    )
    this.units = [...shared.values(), ...cases.filter(isFresh).map((item) => [item])]
    this.#unitsLeft = this.units.length
    this.#implementation = implementation
    this.#onJudged = onJudged
  }

  /** Ends the targets after the last unit. */
  async run(unit: readonly ClientCase[], resources: Resources, firstWorld: number): Promise<void> {
    this.#executor ??= openExecutor(this.#implementation, resources, firstWorld)
    const executor = await this.#executor
    for (const item of unit) this.#judgements.push(toJudgement(await executor.run(item)))
    this.#unitsLeft -= 1
    if (this.#unitsLeft > 0) return
    await executor[Symbol.asyncDispose]()
    this.#onJudged(this.#implementation.name, this.#judgements)
  }
}

async function openExecutor(
  { file }: Implementation,
  { keys, authority, certificates }: Resources,
  firstWorld: number,
): Promise<ClientExecutor> {
  const { config, directory } = await loadAnyConfig({ cwd: '/', target: file })
  return new ClientExecutor({
    resources: {
      config,
      directory,
      keys: createKeySource(keys),
      authority,
      certificates,
      clock: systemClock,
      random: systemRandom,
    },
    firstWorld,
    fixHints: () => [],
  })
}
