import { fileURLToPath } from 'node:url'
import { createVitest } from 'vitest/node'
import { keyNames } from '../fixtures/cloud.ts'
import type { Case } from './case.ts'
import type { ClientCase } from './client-case.ts'
import { type AnyConfig, isApiConfig, systemOf } from './config/schema.ts'
import type { LoadedConfig } from './config/load.ts'
import { needsOwnWorld } from './execute.ts'
import { createKeySource, exportKeys } from './key-source.ts'
import { ConformanceReporter } from './report/reporter.ts'
import type { BrowserChoice, RunPlan } from './run-plan.ts'
import { interruptible } from './interruptible.ts'
import { groupOf } from './select.ts'
import { systemClock } from './system.ts'
import { toolVersion } from './version.ts'

/** One run of the suites against one target. */
export interface SuiteRun {
  readonly loaded: LoadedConfig<AnyConfig>
  readonly cases: readonly (Case | ClientCase)[]
  readonly browser: BrowserChoice
  readonly strict: boolean
  /** Stop at the first failure. */
  readonly bail: boolean
  /** Absolute. */
  readonly reportDir: string
}

const projectRoot = fileURLToPath(new URL('..', import.meta.url))

/**
 * Runs the cases with vitest, writes the reports and gives the exit code. Ctrl-C ends the run early: what was judged
 * is reported, the targets are ended.
 */
export async function runSuites(run: SuiteRun): Promise<0 | 1 | 2> {
  const keySource = createKeySource()
  const keys = exportKeys(keySource, Object.values(keyNames))
  const { config, directory, file } = run.loaded
  const reporter = new ConformanceReporter({
    reportDir: run.reportDir,
    target: {
      name: systemOf(config).name ?? file,
      kind: isApiConfig(config) && config.api.module !== undefined ? 'module' : 'process',
      config: file,
    },
    plannedGroups: run.cases.map(({ id }) => groupOf(id)),
    // Only where it is not what it always is.
    ...(run.browser.name === 'player' ? {} : { browser: run.browser.name }),
    strict: run.strict,
    toolVersion: toolVersion(),
    stream: process.stdout,
    clock: systemClock,
    environment: process.env,
    allure: true,
  })
  const include = suitesFor(run.cases)
  using interruption = interruptible()
  const vitest = await createVitest('test', {
    config: false,
    root: projectRoot,
    watch: false,
    include,
    pool: 'threads',
    // One thread a suite file: they wait for their targets more than they work, also on a machine with two cores.
    maxWorkers: include.length,
    // The executor of client-side cases has a limit of its own.
    maxConcurrency: isApiConfig(config) ? 6 : 1000,
    bail: run.bail ? 1 : 0,
    reporters: [reporter],
  })
  const caseIds = run.cases.map(({ id }) => id)
  const plan: RunPlan = { config, directory, browser: run.browser, caseIds, keys: await keys }
  vitest.provide('conformance', plan)
  interruption.onInterrupt(() => void vitest.cancelCurrentRun('keyboard-input'))
  try {
    await vitest.start()
    return reporter.results?.exitCode ?? 2
  } finally {
    await vitest.close()
  }
}

/** The suite files that hold any of the cases: those that share a target, and those that do not. */
function suitesFor(cases: SuiteRun['cases']): string[] {
  const files = {
    'suites/api.suite.ts': cases.some((item) => item.kind !== 'client' && !needsOwnWorld(item)),
    'suites/api-fresh.suite.ts': cases.some((item) => item.kind !== 'client' && needsOwnWorld(item)),
    'suites/client.suite.ts': cases.some((item) => item.kind === 'client'),
  }
  return Object.entries(files).flatMap(([file, wanted]) => (wanted ? [file] : []))
}
