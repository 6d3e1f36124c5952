import { afterAll, beforeAll, describe, inject, test } from 'vitest'
import type { Case } from './case.ts'
import { Executor } from './execute.ts'
import { createKeySource } from './key-source.ts'
import { createCertificateAuthority } from './mounts/certificate-authority.ts'
import { annotateAllure } from './report/allure.ts'
import { groupOf } from './select.ts'
import { systemClock, systemRandom } from './system.ts'
import type { CaseResult } from './verdict.ts'
import { fixHintsFor, groupTitle } from '../suites/groups.ts'

/** Where the numbering of a suite file's worlds starts, so that files side by side never use the same tenants. */
export interface SuiteOptions {
  readonly firstWorld: number
  /**
   * Cases run side by side: only for cases with worlds of their own. Modules run one after the other all the same: the
   * cloud is mounted into this thread for one of them at a time. Default false.
   */
  readonly concurrent?: boolean
}

/** Registers the planned ones of `cases` with vitest: a suite for each group, a test for each case. */
export function registerSuite(cases: readonly Case[], options: SuiteOptions): void {
  const plan = inject('conformance')
  const wanted = new Set(plan.caseIds)
  const planned = cases.filter(({ id }) => wanted.has(id))
  const concurrent = options.concurrent === true && plan.config.api.module === undefined
  let executor: Executor
  beforeAll(async () => {
    executor = new Executor({
      resources: {
        config: plan.config,
        directory: plan.directory,
        keys: createKeySource(plan.keys),
        authority: await createCertificateAuthority(),
        clock: systemClock,
        random: systemRandom,
      },
      firstWorld: options.firstWorld,
      fixHints: (id) => [...fixHintsFor(id)],
    })
    executor.prepare(planned)
  })
  afterAll(() => executor[Symbol.asyncDispose]())
  for (const [group, members] of Map.groupBy(planned, ({ id }) => groupOf(id))) {
    describe(groupTitle(group), { concurrent }, () => {
      for (const item of members) {
        test(item.id, { timeout: 0 }, async ({ task, skip, signal }) => {
          const result = await Promise.race([executor.run(item), aborted(signal)])
          if (result === undefined) return skip('interrupted')
          task.meta.conformance = result
          await annotateAllure(result)
          if (result.verdict === 'not-applicable') skip(result.reason)
          if (isBroken(result)) throw new CaseFailed(result)
        })
      }
    })
  }
}

/** Resolves when the run is cancelled. What the case has started ends with the executor. */
function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined)
    else signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
}

function isBroken({ verdict }: CaseResult): boolean {
  return verdict === 'fail' || verdict === 'error' || verdict === 'unexpected-pass'
}

/** How vitest learns that a case failed. The reports carry the finding itself. */
class CaseFailed extends Error {
  constructor(result: CaseResult) {
    super(result.finding?.actual ?? result.problem?.message ?? result.reason ?? result.verdict)
    this.name = 'CaseFailed'
    this.stack = `${this.name}: ${this.message}`
  }
}
