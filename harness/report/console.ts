import { type makers, severities, type CaseResult, type Finding, type Results } from '../verdict.ts'
import { describeCounts } from './progress.ts'
import { differencesOf, type TokenDifference } from './render-token.ts'
import { isFinding, problemsOf, tally } from './summarise.ts'
import {
  type Colors,
  colorsFor,
  columns,
  count,
  duration,
  type Look,
  oneLine,
  printable,
  shorten,
  wrap,
} from './text.ts'

/** A finding shown in full takes about 20 lines; so many fit what a person reads. The rest is one line each. */
const detailBudget = 8
/** One-line findings of the same cause before the rest is only counted. */
const linesPerCause = 6
/** A longer curl line says nothing to the eye; `explain` prints it. */
const longestCurl = 2000
const labelWidth = 13

type Maker = (typeof makers)[number]

const makerSentence: Readonly<Record<Maker, string>> = {
  anyone: 'anyone can make this token, without a key',
  'another-client': 'Entra ID signs this token for somebody else',
  'issuer-only': 'only the issuer could make this token',
}

export interface ConsoleExtras {
  /** Paths of the reports written. */
  readonly files?: readonly string[]
  /** Sentences for the closing lines. */
  readonly notes?: readonly string[]
}

/** A finding and its case. */
interface Found {
  readonly result: CaseResult
  readonly finding: Finding
}

/** Findings of one group that broke in the same way, most likely mended together. */
interface Cause {
  readonly severity: CaseResult['severity']
  readonly found: readonly Found[]
}

/**
 * The whole report for a reader at a terminal: findings by severity, warnings, what is known to fail, what does not
 * concern the target, what kept the run from being whole; then one line of numbers, and last the plain
 * `N passed, N failed, N skipped`.
 */
export function renderConsole(results: Results, look: Look, more: ConsoleExtras = {}): string {
  const page = new Page(look)
  findings(page, results)
  unexpectedPasses(page, results)
  warnings(page, results)
  knownFailures(page, results)
  notApplicable(page, results)
  problems(page, results)
  closing(page, results, more)
  return page.text()
}

/** Lines, and the means to lay them out. */
class Page {
  readonly colors: Colors
  readonly width: number
  readonly #lines: string[] = []

  constructor(look: Look) {
    this.colors = colorsFor(look)
    this.width = look.width
  }

  line(text = ''): void {
    this.#lines.push(text)
  }

  heading(title: string, note: string, paint: (text: string) => string): void {
    const rule = '─'.repeat(Math.max(0, this.width - columns(title) - columns(note) - 3))
    this.line()
    this.line(`${paint(this.colors.bold(title))} ${note} ${this.colors.dim(rule)}`)
  }

  /** `Label        text`, wrapped beside its label. */
  field(label: string, text: string, paint: (text: string) => string = String): void {
    wrap(text, this.width - labelWidth - 2).forEach((line, index) =>
      this.labelled(index === 0 ? label : '', paint(line)),
    )
  }

  labelled(label: string, text: string): void {
    this.line(`  ${this.colors.dim(label.padEnd(labelWidth))}${text}`)
  }

  text(): string {
    return `${this.#lines.join('\n')}\n`
  }
}

const paintOf = (colors: Colors, severity: CaseResult['severity']): ((text: string) => string) =>
  severity === 'critical' || severity === 'high' ? colors.red : severity === 'info' ? colors.cyan : colors.yellow

function causesOf(found: readonly Found[]): readonly Cause[] {
  const causes = Map.groupBy(found, ({ result, finding }) =>
    JSON.stringify([result.severity, result.group, finding.reason]),
  )
  return [...causes.values()]
    .map((members): Cause => ({ severity: members[0]?.result.severity ?? 'info', found: members }))
    .toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
}

function foundIn(results: Results, wanted: (result: CaseResult) => boolean): readonly Found[] {
  return results.cases.flatMap((result) =>
    result.finding !== undefined && wanted(result) ? [{ result, finding: result.finding }] : [],
  )
}

function findings(page: Page, results: Results): void {
  const found = foundIn(results, (result) => isFinding(result, results.strict))
  const causes = causesOf(found)
  const each = Math.max(1, Math.floor(detailBudget / Math.max(1, causes.length)))
  let budget = detailBudget
  for (const severity of severities) {
    const ofSeverity = causes.filter((cause) => cause.severity === severity)
    if (ofSeverity.length === 0) continue
    const number = ofSeverity.reduce((sum, cause) => sum + cause.found.length, 0)
    page.heading(severity.toUpperCase(), count(number, 'finding'), paintOf(page.colors, severity))
    for (const cause of ofSeverity) {
      const shown = found.length <= detailBudget ? cause.found.length : Math.min(each, budget, cause.found.length)
      budget -= shown
      for (const one of cause.found.slice(0, shown)) detail(page, one)
      briefly(page, cause.found.slice(shown), shown > 0)
    }
  }
}

function briefly(page: Page, found: readonly Found[], afterDetail: boolean): void {
  const { colors } = page
  if (found.length === 0) return
  page.line()
  if (afterDetail) page.line(colors.dim(`  ${count(found.length, 'more finding')} of the same kind:`))
  for (const { result, finding } of found.slice(0, linesPerCause)) {
    const room = page.width - columns(result.id) - 6
    page.line(
      `  ${colors.red('✗')} ${colors.bold(result.id)}  ${shorten(oneLine(afterDetail ? result.title : `${result.title}: ${finding.actual}`), Math.max(0, room))}`,
    )
  }
  const left = found.length - linesPerCause
  if (left > 0) page.line(colors.dim(`    and ${left} more in results.json`))
}

function detail(page: Page, { result, finding }: Found): void {
  const { colors } = page
  page.line()
  page.line(
    `  ${colors.red('✗')} ${colors.bold(result.id)}${result.level === 'MUST' ? '' : colors.dim(` (${result.level})`)}`,
  )
  for (const line of wrap(result.title, page.width - 4)) page.line(`    ${line}`)
  page.field('Requirement', `${result.requirement.text} (${result.requirement.source})`)
  page.labelled('', colors.dim(colors.underline(oneLine(result.requirement.url))))
  page.field('Expected', finding.expected, colors.green)
  page.field('Actual', finding.actual, colors.red)
  page.field('Who', makerSentence[result.maker])
  differencesOf(finding).forEach((difference, index) => tokenLines(page, difference, index === 0 ? 'Token' : ''))
  if (finding.token?.note !== undefined) page.field(finding.difference.length === 0 ? 'Token' : '', finding.token.note)
  page.field('Gains', finding.gains)
  finding.fix.forEach(({ stack, hint }, index) => page.field(index === 0 ? 'Fix' : '', `${stack}: ${hint}`))
  replay(page, result, finding)
}

function tokenLines(page: Page, { path, control, attack }: TokenDifference, label: string): void {
  const { colors } = page
  const was = printable(control ?? '(absent)')
  const is = printable(attack ?? '(absent)')
  const name = printable(path)
  const room = page.width - labelWidth - 2
  if (control === undefined && attack === undefined) {
    page.labelled(label, `${name} differs`)
  } else if (columns(name) + columns(was) + columns(is) + 5 <= room) {
    page.labelled(label, `${name} ${colors.green(was)} → ${colors.red(is)}`)
  } else {
    page.labelled(label, name)
    page.labelled('', colors.green(`− ${shorten(was, room - 2)}`))
    page.labelled('', colors.red(`+ ${shorten(is, room - 2)}`))
  }
}

/** The line a reader copies stands alone and is never broken. */
function replay(page: Page, result: CaseResult, finding: Finding): void {
  const attack = finding.exchanges.findLast(({ label }) => label !== 'control') ?? finding.exchanges.at(-1)
  if (attack === undefined) return
  if (attack.curl.length > longestCurl) {
    page.labelled('Replay', `entra-conformance explain ${result.id}`)
    return
  }
  page.labelled('Replay', '')
  page.line(page.colors.dim(printable(attack.curl)))
}

function unexpectedPasses(page: Page, results: Results): void {
  const passed = results.cases.filter(({ verdict }) => verdict === 'unexpected-pass')
  if (passed.length === 0) return
  page.heading('UNEXPECTED PASS', 'remove from knownFailing', page.colors.red)
  for (const { id, reason } of passed) bullet(page, '✗', page.colors.red, id, reason ?? '')
}

function warnings(page: Page, results: Results): void {
  const found = foundIn(results, (result) => result.verdict === 'warn' && !isFinding(result, results.strict))
  if (found.length === 0) return
  page.heading('WARNINGS', `${found.length}, findings under --strict`, page.colors.yellow)
  for (const cause of causesOf(found)) {
    for (const { result, finding } of cause.found.slice(0, linesPerCause)) {
      bullet(page, '!', page.colors.yellow, result.id, `${result.title}: ${finding.actual}`)
    }
    const left = cause.found.length - linesPerCause
    if (left > 0) page.line(page.colors.dim(`    and ${left} more of the same kind in results.json`))
  }
}

function bullet(page: Page, sign: string, paint: (text: string) => string, id: string, text: string): void {
  const room = page.width - columns(id) - 6
  page.line(`  ${paint(sign)} ${id}  ${page.colors.dim(shorten(oneLine(text), Math.max(0, room)))}`)
}

function knownFailures(page: Page, results: Results): void {
  const known = results.cases.filter(({ verdict }) => verdict === 'known-fail')
  if (known.length === 0) return
  page.heading('KNOWN TO FAIL', String(known.length), page.colors.dim)
  for (const { id, reason } of known) bullet(page, '–', page.colors.dim, id, reason ?? '')
}

function notApplicable(page: Page, results: Results): void {
  const reasons = Map.groupBy(
    results.cases.filter(({ verdict }) => verdict === 'not-applicable'),
    ({ reason }) => reason ?? 'no reason given',
  )
  if (reasons.size === 0) return
  page.heading('NOT APPLICABLE', String(results.summary.notApplicable), page.colors.dim)
  for (const [reason, cases] of [...reasons].toSorted(([, a], [, b]) => b.length - a.length)) {
    page.line(`  ${page.colors.dim(String(cases.length).padStart(4))}  ${shorten(oneLine(reason), page.width - 8)}`)
  }
}

const faultPhrase = { config: 'the configuration', target: 'the target', harness: 'entra-conformance or this machine' }
const detailLines = 8

function problems(page: Page, results: Results): void {
  const blocked = problemsOf(results.cases, results.problems)
  if (blocked.length === 0) return
  page.heading('COULD NOT BE JUDGED', count(blocked.length, 'problem'), page.colors.magenta)
  for (const { problem, cases } of blocked) {
    page.line()
    page.line(`  ${page.colors.magenta('?')} ${page.colors.bold(problem.code)}`)
    page.field('What', problem.message)
    page.field('Whose fault', faultPhrase[problem.fault])
    page.field('Fix', problem.fix)
    const details = printable(problem.details ?? '')
      .trimEnd()
      .split('\n')
    if (problem.details !== undefined) {
      for (const line of details.slice(-detailLines)) page.line(`    ${page.colors.dim(shorten(line, page.width - 4))}`)
    }
    if (cases.length > 0) {
      const named = cases.slice(0, 3).join(', ')
      const left = cases.length - 3
      page.field('Not judged', `${count(cases.length, 'case')}: ${named}${left > 0 ? ` and ${left} more` : ''}`)
    }
  }
}

const outcome = {
  0: 'Conformant',
  1: 'Not conformant',
  2: 'Could not be judged',
}

function closing(page: Page, results: Results, { files = [], notes = [] }: ConsoleExtras): void {
  const { colors } = page
  const { pass, fail, warn, notApplicable: no, knownFail, unexpectedPass, error } = results.summary
  const counts = {
    pass,
    fail,
    warn,
    'not-applicable': no,
    'known-fail': knownFail,
    'unexpected-pass': unexpectedPass,
    error,
  }
  const paint = results.exitCode === 0 ? colors.green : results.exitCode === 1 ? colors.red : colors.magenta
  page.line()
  page.line(colors.dim('─'.repeat(page.width)))
  page.line(
    `${paint(colors.bold(outcome[results.exitCode]))}  ${printable(results.target.name)}  ${colors.dim(`${count(results.cases.length, 'case')} in ${duration(results.durationMs)}`)}`,
  )
  if (results.cases.length > 0) page.line(describeCounts(counts, colors))
  for (const note of notes) page.line(colors.yellow(note))
  if (files.length > 0) page.line(colors.dim(`Reports: ${files.join('  ')}`))
  if (fail + unexpectedPass > 0) page.line(colors.dim('One case in full: npx entra-conformance explain <id>'))
  const { passed, failed, skipped } = tally(results.summary, results.strict)
  page.line(`${passed} passed, ${failed} failed, ${skipped} skipped`)
}
