import type { CaseResult, Results } from '../verdict.ts'
import { findingSections, warningSection } from './console-findings.ts'
import { Page } from './page.ts'
import { describeCounts } from './progress.ts'
import { replayFolder } from './replay.ts'
import { type BlockedCases, problemsOf, tally } from './summarise.ts'
import { columns, count, duration, type Look, oneLine, printable, shorten } from './text.ts'

export interface ConsoleExtras {
  /** Paths of the reports written. */
  readonly files?: readonly string[]
  /** The folder of the findings' replay files, as the reader shall name it. Default `replay`. */
  readonly replayDirectory?: string
  /** Sentences for the closing lines. */
  readonly notes?: readonly string[]
}

/** Of a problem's details the last lines are shown; the rest is in results.json. */
const shownDetails = 8

/**
 * The whole report for a reader at a terminal: findings by severity, warnings, what is known to fail, what does not
 * concern the target, what kept the run from being whole; then one line of numbers, and last the plain
 * `N passed, N failed, N skipped`.
 */
export function renderConsole(results: Results, look: Look, extras: ConsoleExtras = {}): string {
  const page = new Page(look)
  const { colors } = page
  findingSections(page, results, extras.replayDirectory ?? replayFolder)
  listed(page, results, 'unexpected-pass', 'UNEXPECTED PASS', 'remove from knownFailing', colors.red)
  warningSection(page, results)
  listed(page, results, 'known-fail', 'KNOWN TO FAIL', String(results.summary.knownFail), colors.dim)
  notApplicable(page, results)
  problems(page, results)
  slowest(page, results)
  closing(page, results, extras)
  return page.text()
}

/** Each case of a verdict with its reason, a line each. */
function listed(
  page: Page,
  results: Results,
  verdict: CaseResult['verdict'],
  title: string,
  note: string,
  paint: (text: string) => string,
): void {
  const cases = results.cases.filter((result) => result.verdict === verdict)
  if (cases.length > 0) page.heading(title, note, paint)
  for (const { id, reason } of cases) page.bullet(verdict === 'known-fail' ? '–' : '✗', id, reason ?? '', paint)
}

function notApplicable(page: Page, results: Results): void {
  const cases = results.cases.filter(({ verdict }) => verdict === 'not-applicable')
  if (cases.length === 0) return
  page.heading('NOT APPLICABLE', String(cases.length), page.colors.dim)
  const reasons = Map.groupBy(cases, ({ reason }) => reason ?? 'no reason given')
  for (const [reason, members] of [...reasons].toSorted(([, a], [, b]) => b.length - a.length)) {
    page.line(`  ${page.colors.dim(String(members.length).padStart(4))}  ${shorten(oneLine(reason), page.width - 8)}`)
  }
}

const faultPhrase = {
  config: 'the configuration',
  target: 'the target',
  harness: 'entra-conformance or this machine',
} as const

function problems(page: Page, results: Results): void {
  const blocked = problemsOf(results.cases, results.problems)
  if (blocked.length === 0) return
  page.heading('COULD NOT BE JUDGED', count(blocked.length, 'problem'), page.colors.magenta)
  for (const one of blocked) problemLines(page, one)
}

function problemLines(page: Page, { problem, cases }: BlockedCases): void {
  const { colors } = page
  page.line()
  page.line(`  ${colors.magenta('?')} ${colors.bold(printable(problem.code))}`)
  page.paragraph(problem.message)
  page.field('Whose fault', faultPhrase[problem.fault])
  page.field('Fix', problem.fix)
  if (cases.length > 0) {
    const left = cases.length - 3
    const more = left > 0 ? ` and ${left} more` : ''
    page.field('Not judged', `${count(cases.length, 'case')}: ${cases.slice(0, 3).join(', ')}${more}`)
  }
  const details = problem.details === undefined ? [] : printable(problem.details).trimEnd().split('\n')
  for (const line of details.slice(-shownDetails)) page.line(colors.dim(`    │ ${shorten(line, page.width - 6)}`))
}

/** A run that takes longer says where the time went. */
const longRunMs = 20_000
const shownSlowest = 10

function slowest(page: Page, { cases, durationMs }: Results): void {
  if (durationMs < longRunMs || cases.length <= shownSlowest) return
  page.heading('SLOWEST', String(shownSlowest), page.colors.dim)
  for (const result of cases.toSorted((a, b) => b.durationMs - a.durationMs).slice(0, shownSlowest)) {
    page.line(`  ${page.colors.dim(duration(result.durationMs).padStart(8))}  ${result.id}`)
  }
}

const outcome = { 0: 'Conformant', 1: 'Not conformant', 2: 'Could not be judged' } as const

function closing(page: Page, results: Results, { files = [], notes = [] }: ConsoleExtras): void {
  const { colors } = page
  const { summary, exitCode } = results
  const paint = { 0: colors.green, 1: colors.red, 2: colors.magenta }[exitCode]
  const performer = results.browser === undefined ? '' : ' by a real Chromium'
  const scale = `${count(results.cases.length, 'case')}${performer} in ${duration(results.durationMs)}`
  page.line()
  page.line(colors.dim('─'.repeat(page.width)))
  const room = page.width - columns(outcome[exitCode]) - columns(scale) - 4
  const name = shorten(oneLine(results.target.name), Math.max(0, room))
  page.line(`${paint(colors.bold(outcome[exitCode]))}  ${name}  ${colors.dim(scale)}`)
  if (results.cases.length > 0) page.line(describeCounts(summary, colors, page.width))
  for (const note of notes) page.line(colors.yellow(note))
  if (files.length > 0) page.line(colors.dim(`Reports: ${files.join('  ')}`))
  if (summary.fail > 0) page.line(colors.dim('What a case sends and why: npx entra-conformance explain <id>'))
  const { passed, failed, skipped } = tally(summary, results.strict)
  page.line(`${passed} passed, ${failed} failed, ${skipped} skipped`)
}
