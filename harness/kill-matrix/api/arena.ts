import type { ApiFactory } from '../../../reference-impls/defective/api/base/api.ts'
import type { Case } from '../../case.ts'
import { loadConfig } from '../../config/load.ts'
import { Executor, needsOwnWorld } from '../../execute.ts'
import type { KeySource } from '../../keys.ts'
import { createCertificateAuthority } from '../../mounts/certificate-authority.ts'
import { systemClock, systemRandom } from '../../system.ts'
import type { CaseResult } from '../../verdict.ts'
import { type Judgement, toJudgement } from '../rules.ts'
import { divertFetch } from './cloud-fetch.ts'
import { patchDate } from './own-time.ts'
import { stageFor } from './stage.ts'
import { Switch } from './switchboard.ts'

/** Worlds with a long wait in them run side by side, this many at once. */
const freshAtOnce = 5

/** One manifest's worlds, in which implementations are judged one after the other. */
export interface Arena extends AsyncDisposable {
  /** What these cases say about an implementation. */
  judge(factory: ApiFactory, ids: ReadonlySet<string>): Promise<readonly Judgement[]>
}

/**
 * @param profile the folder of the configuration
 * @param firstWorld the number of the arena's first world
 */
export async function openArena(
  profile: string,
  catalogue: readonly Case[],
  keys: KeySource,
  firstWorld: number,
): Promise<Arena> {
  const { config, directory } = await loadConfig({ cwd: profile })
  divertFetch()
  patchDate()
  const owner = new Switch()
  const executor = new Executor({
    resources: {
      config,
      directory,
      keys,
      authority: await createCertificateAuthority(),
      clock: systemClock,
      random: systemRandom,
      launch: stageFor(owner),
      movesClock: true,
    },
    firstWorld,
    fixHints: () => [],
  })
  return {
    async judge(factory, ids) {
      owner.connect(factory)
      const lanes = lanesOf(catalogue.filter(({ id }) => ids.has(id)))
      const results = await Promise.all(lanes.map((lane) => inOrder(executor, lane)))
      return results.flat().map(toJudgement)
    },
    [Symbol.asyncDispose]: () => executor[Symbol.asyncDispose](),
  }
}

/** Cases that share a world go in order; those with a world of their own are dealt out to several lanes beside them. */
function lanesOf(catalogue: readonly Case[]): readonly (readonly Case[])[] {
  const fresh = catalogue.filter(needsOwnWorld)
  const shared = catalogue.filter((item) => !needsOwnWorld(item))
  const byWorld = Map.groupBy(shared, (item) => JSON.stringify('before' in item ? (item.before ?? []) : []))
  const dealt = Array.from({ length: freshAtOnce }, (__, lane) =>
    fresh.filter((_, index) => index % freshAtOnce === lane),
  )
  return [...byWorld.values(), ...dealt]
}

async function inOrder(executor: Executor, lane: readonly Case[]): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = []
  for (const item of lane) results.push(await executor.run(item))
  return results
}
