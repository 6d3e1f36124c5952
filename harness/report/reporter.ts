import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

import type { Reporter, SerializedError, TestCase, TestModule, TestRunEndReason, Vitest } from 'vitest/node'

import type { Clock } from '../clock.ts'
import { type CaseResult, caseResultSchema, problemSchema, type Results } from '../verdict.ts'
import { renderConsole } from './console.ts'
import { liveProgress, plainProgress, type Progress } from './progress.ts'
import { replayFolder } from './replay.ts'
import { assembleResults, type Problem } from './summarise.ts'
import { canRewrite, count, lookOf, type OutputStream, printable, shownPath } from './text.ts'
import { writeReports } from './write.ts'

declare module 'vitest' {
  interface TaskMeta {
    /** What the suites hand to the reporter: the judged case. */
    conformance?: CaseResult
  }
}

export interface ReporterOptions {
  /** Where `results.json` and `junit.xml` go; made if need be. */
  readonly reportDir: string
  readonly target: Results['target']
  /** What plays the browsers, where it is not the harness itself. */
  readonly browser?: NonNullable<Results['browser']>
  /** The groups of the planned cases, one entry a case. */
  readonly plannedGroups: readonly string[]
  readonly strict: boolean
  readonly toolVersion: string
  /** Also writes `allure-results`, for `allure generate`. Default false. */
  readonly allure?: boolean
  readonly stream: OutputStream
  readonly clock: Pick<Clock, 'now'>
  /** For `NO_COLOR`, `FORCE_COLOR`, `TERM` and `CI`. */
  readonly environment: Readonly<Record<string, string | undefined>>
}

const unexpectedFix = 'This is a defect of entra-conformance: please report it with the details below.'

/** Shows a run while it goes on, and writes its reports when it ends, however it ends. */
export class ConformanceReporter implements Reporter {
  readonly #options: ReporterOptions
  #progress: Progress
  #startedAt: number
  #vitest: Vitest | undefined
  #listening = false
  #cancelled: string | undefined
  #results: Results | undefined

  constructor(options: ReporterOptions) {
    this.#options = options
    this.#startedAt = options.clock.now()
    this.#progress = this.#newProgress()
  }

  /** The last run's results, once it has ended. */
  get results(): Results | undefined {
    return this.#results
  }

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
  }

  onTestRunStart(): void {
    this.#startedAt = this.#options.clock.now()
    this.#cancelled = undefined
    this.#listening = false
    this.#results = undefined
    this.#progress = this.#newProgress()
    this.#progress.expect(this.#options.plannedGroups)
  }

  /** The first event after vitest has forgotten the listeners of the run before. */
  onTestModuleQueued(): void {
    if (this.#listening) return
    this.#listening = true
    this.#vitest?.onCancel((reason) => {
      this.#cancelled = reason
    })
  }

  onTestCaseResult(test: TestCase): void {
    const judged = caseResultSchema.safeParse(test.meta().conformance)
    if (judged.success) this.#progress.finished(judged.data)
  }

  onUserConsoleLog({ content }: { content: string }): void {
    this.#progress.note(printable(stripVTControlCharacters(content)))
  }

  async onTestRunEnd(
    modules: readonly TestModule[],
    unhandledErrors: readonly SerializedError[],
    reason: TestRunEndReason,
  ): Promise<void> {
    const { stream, clock, environment, reportDir, allure = false, plannedGroups: _, ...facts } = this.#options
    this.#progress.stop()
    const { cases, problems, notRun } = collect(modules)
    problems.push(...unhandledErrors.map((error) => problemOf(error, 'An error outside every case')))
    const bailed = this.#cancelled === 'test-failure'
    if (reason === 'interrupted' && !bailed) problems.unshift(interrupted(cases.length, notRun))
    const results = assembleResults(cases, {
      ...facts,
      startedAt: this.#startedAt,
      durationMs: clock.now() - this.#startedAt,
      problems,
    })
    this.#results = results
    const files = await writeReports(reportDir, results, { allure })
    const notes =
      notRun > 0 && bailed ? [`Stopped at the first finding (--bail): ${count(notRun, 'case')} did not run.`] : []
    stream.write(
      renderConsole(results, lookOf(stream, environment), {
        files: files.map((file) => shownPath(file, process.cwd())),
        notes,
        replayDirectory: shownPath(join(reportDir, replayFolder), process.cwd()),
      }),
    )
  }

  #newProgress(): Progress {
    const { stream, environment, clock } = this.#options
    const options = { stream, look: lookOf(stream, environment), clock }
    return canRewrite(stream, environment) ? liveProgress(options) : plainProgress(options)
  }
}

interface Collected {
  readonly cases: CaseResult[]
  readonly problems: Problem[]
  /** Tests that ended without a judged case and without an error of their own. */
  readonly notRun: number
}

/** Everything that the modules hold, in their order (also after `--merge-reports`, where no event came before). */
function collect(modules: readonly TestModule[]): Collected {
  const cases: CaseResult[] = []
  const problems: Problem[] = []
  let notRun = 0
  for (const module of modules) {
    const where = `Suite file ${module.relativeModuleId}`
    problems.push(...module.errors().map((error) => problemOf(error, where)))
    for (const suite of module.children.allSuites()) {
      problems.push(...suite.errors().map((error) => problemOf(error, `Suite "${suite.fullName}"`)))
    }
    for (const test of module.children.allTests()) {
      const { judged, problem } = read(test)
      if (judged !== undefined) cases.push(judged)
      if (problem !== undefined) problems.push(problem)
      if (judged === undefined && problem === undefined) notRun += 1
    }
  }
  return { cases, problems, notRun }
}

function read(test: TestCase): { judged?: CaseResult; problem?: Problem } {
  const { conformance } = test.meta()
  const outcome = test.result()
  const error = outcome.state === 'failed' ? outcome.errors[0] : undefined
  if (conformance === undefined) return error === undefined ? {} : { problem: problemOf(error, `Case ${test.name}`) }
  const judged = caseResultSchema.safeParse(conformance)
  if (!judged.success) {
    const message = `Case ${test.name} handed over a result that does not fit the schema.`
    const fault = 'harness'
    return { problem: { code: 'RESULT_INVALID', fault, message, fix: unexpectedFix, details: judged.error.message } }
  }
  const { verdict } = judged.data
  // A test fails for its verdict; one that failed with a good verdict broke in the runner: a hook, its time limit.
  const good = verdict === 'pass' || verdict === 'not-applicable' || verdict === 'known-fail'
  if (good && error !== undefined) return { judged: judged.data, problem: problemOf(error, `Case ${test.name}`) }
  return { judged: judged.data }
}

/** A `HarnessError` keeps its code, fault and fix across the worker boundary; anything else is our own defect. */
function problemOf(error: SerializedError, where: string): Problem {
  const named = problemSchema.safeParse(error)
  if (named.success) return named.data
  const message = `${where}: ${stripVTControlCharacters(error.message)}`
  const details = error.stack === undefined ? {} : { details: stripVTControlCharacters(error.stack) }
  return { code: 'HARNESS_UNEXPECTED', fault: 'harness', message, fix: unexpectedFix, ...details }
}

function interrupted(ran: number, notRun: number): Problem {
  return {
    code: 'INTERRUPTED',
    fault: 'harness',
    message: `The run was interrupted: ${count(ran, 'case')} ran, ${notRun} did not.`,
    fix: 'Run it again to the end; what ran is in the reports.',
  }
}
