import { afterAll, beforeAll, describe, inject, test } from 'vitest'
import type { Case } from './case.ts'
import type { ClientCase } from './client-case.ts'
import { createCertificateFiles } from './client/certificates.ts'
import { launchChromium } from './client/chromium/launch.ts'
import { ClientExecutor, mayWait, needsMachine } from './client/executor.ts'
import { player } from './client/player.ts'
import { isApiConfig } from './config/schema.ts'
import { ConfigError } from './errors.ts'
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

/** Registers the planned ones of an API's cases with vitest: a suite for each group, a test for each case. */
export function registerSuite(cases: readonly Case[], options: SuiteOptions): void {
  const { config, directory, keys, planned } = planOf(cases)
  if (!isApiConfig(config)) throw new ConfigError('CONFIG_NOT_API', 'These cases are for an API.', 'Configure one.')
  register([planned], options.concurrent === true && config.api.module === undefined, async () => {
    const executor = new Executor({
      resources: {
        config,
        directory,
        keys: createKeySource(keys),
        authority: await createCertificateAuthority(),
        clock: systemClock,
        random: systemRandom,
      },
      firstWorld: options.firstWorld,
      fixHints: (id) => [...fixHintsFor(id)],
    })
    executor.prepare(planned)
    return executor
  })
}

/** Registers the planned ones of the client-side cases in the same way. */
export function registerClientSuite(cases: readonly ClientCase[], options: SuiteOptions): void {
  const { config, directory, keys, planned, browser } = planOf(cases)
  register(inOrder(planned), true, async () => {
    const [authority, certificates] = await Promise.all([createCertificateAuthority(), createCertificateFiles()])
    const resources = {
      config,
      directory,
      keys: createKeySource(keys),
      authority,
      certificates,
      clock: systemClock,
      random: systemRandom,
    }
    await using stack = new AsyncDisposableStack()
    stack.use(certificates)
    const chromium =
      browser.name === 'chromium' ? stack.use(await launchChromium(browser.executable, authority)) : undefined
    const executor = stack.use(
      new ClientExecutor({
        resources,
        firstWorld: options.firstWorld,
        fixHints: (id) => [...fixHintsFor(id)],
        browsers: chromium?.kind ?? player,
      }),
    )
    const all = stack.move()
    return {
      run: (item) => executor.run(item),
      [Symbol.asyncDispose]: () => all.disposeAsync(),
    }
  })
}

/**
 * A case that waits, begun first, costs no time of its own. Those that need the machine for themselves come last:
 * nothing waits for them then.
 */
function inOrder(cases: readonly ClientCase[]): readonly (readonly ClientCase[])[] {
  const parts = Map.groupBy(cases, (item) => (needsMachine(item) ? 'last' : mayWait(item) ? 'first' : 'between'))
  return (['first', 'between', 'last'] as const).map((part) => parts.get(part) ?? [])
}

function planOf<T extends { readonly id: string }>(cases: readonly T[]) {
  const plan = inject('conformance')
  const wanted = new Set(plan.caseIds)
  return { ...plan, planned: cases.filter(({ id }) => wanted.has(id)) }
}

interface Runner<T> extends AsyncDisposable {
  run(item: T): Promise<CaseResult>
}

/** @param planned in parts: those of one part come before those of the next, whatever their group */
function register<T extends { readonly id: string }>(
  planned: readonly (readonly T[])[],
  concurrent: boolean,
  start: () => Promise<Runner<T>>,
): void {
  let runner: Runner<T>
  beforeAll(async () => {
    runner = await start()
  })
  afterAll(() => runner[Symbol.asyncDispose]())
  for (const [group, members] of planned.flatMap((part) => [...Map.groupBy(part, ({ id }) => groupOf(id))])) {
    describe(groupTitle(group), { concurrent }, () => {
      for (const item of members) {
        test(item.id, { timeout: 0 }, async ({ task, skip, signal }) => {
          const result = await Promise.race([runner.run(item), aborted(signal)])
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
