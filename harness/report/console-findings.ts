import { type CaseResult, type Finding, type Reason, type Results, severities } from '../verdict.ts'
import type { Page } from './page.ts'
import { differencesOf, type TokenDifference } from './render-token.ts'
import { replayOf } from './replay.ts'
import { isFinding } from './summarise.ts'
import { type Colors, columns, count, oneLine, printable, shorten } from './text.ts'

/** A finding shown in full takes some 18 lines; so many are read before they are a wall. */
const shownInFull = 5
/** More than so many others get no line each, but one for all of the same cause. */
const shownOneByOne = 12

interface Found {
  readonly result: CaseResult
  readonly finding: Finding
}

/** Findings of one group that broke in the same way: most likely one defect. */
interface Cause {
  readonly group: string
  readonly reason: Reason
  readonly found: readonly Found[]
}

const reasonPhrase: Readonly<Record<Reason, string>> = {
  accepted: 'accepted',
  'refused-valid': 'a valid request refused',
  'server-error': 'server error',
  'no-answer': 'no answer',
  echoed: 'content of a refused token repeated',
  'side-effect': 'protected code ran',
  'wrong-challenge': 'WWW-Authenticate missing or wrong',
  'wrong-status': 'another status than the standard’s',
  ledger: 'too many or unwanted outgoing requests',
  'broke-target': 'good users refused afterwards',
  leak: 'a leak in the answer',
  policy: 'not as declared',
}

const makerPhrase: Readonly<Record<CaseResult['maker'], string>> = {
  anyone: 'anyone: no key is needed',
  'another-client': 'another client: Entra ID signs it, for somebody else',
  'issuer-only': 'nobody but the issuer',
}

/** The findings, the gravest first: some in full, the rest in brief. */
export function findingSections(page: Page, results: Results, replayDirectory: string): void {
  const all = foundIn(results, (result) => isFinding(result, results.strict))
  const bySeverity = severities.map((severity) => all.filter(({ result }) => result.severity === severity))
  const inFull = chooseFull(bySeverity.flatMap(causesOf))
  const oneByOne = all.length - inFull.size <= shownOneByOne
  const fixes = new FixesShown()
  bySeverity.forEach((found, index) => {
    const severity = severities[index]
    if (severity === undefined || found.length === 0) return
    page.heading(severity.toUpperCase(), count(found.length, 'finding'), paintOf(page.colors, severity))
    for (const one of found.filter((item) => inFull.has(item))) detail(page, one, replayDirectory, fixes)
    const rest = found.filter((item) => !inFull.has(item))
    if (rest.length > 0) page.line()
    briefly(page, rest, '✗', page.colors.red, oneByOne)
  })
}

/** The warnings, unless `strict` has made them findings. */
export function warningSection(page: Page, results: Results): void {
  const found = foundIn(results, (result) => result.verdict === 'warn' && !isFinding(result, results.strict))
  if (found.length === 0) return
  page.heading('WARNINGS', `${found.length}, findings under --strict`, page.colors.yellow)
  briefly(page, found, '!', page.colors.yellow, found.length <= shownOneByOne)
}

function foundIn(results: Results, wanted: (result: CaseResult) => boolean): readonly Found[] {
  return results.cases.flatMap((result) =>
    result.finding !== undefined && wanted(result) ? [{ result, finding: result.finding }] : [],
  )
}

function causesOf(found: readonly Found[]): readonly Cause[] {
  const causes = Map.groupBy(found, ({ result, finding }) => JSON.stringify([result.group, finding.reason]))
  return [...causes.values()].flatMap((members): readonly Cause[] => {
    const first = members[0]
    return first === undefined ? [] : [{ group: first.result.group, reason: first.finding.reason, found: members }]
  })
}

/** One of each cause, the gravest first, then a second of each, as far as the space goes. */
function chooseFull(causes: readonly Cause[]): ReadonlySet<Found> {
  const chosen = new Set<Found>()
  const longest = Math.max(0, ...causes.map(({ found }) => found.length))
  for (let index = 0; index < longest; index += 1) {
    for (const { found } of causes) {
      const one = found[index]
      if (one !== undefined && chosen.size < shownInFull) chosen.add(one)
    }
  }
  return chosen
}

function paintOf(colors: Colors, severity: CaseResult['severity']): (text: string) => string {
  if (severity === 'critical' || severity === 'high') return colors.red
  return severity === 'info' ? colors.cyan : colors.yellow
}

function briefly(
  page: Page,
  found: readonly Found[],
  sign: string,
  paint: (text: string) => string,
  oneByOne: boolean,
): void {
  if (oneByOne) {
    for (const one of found) oneLineOf(page, one, sign, paint)
    return
  }
  const widest = Math.max(...found.map(({ result }) => result.group.length))
  for (const { group, reason, found: members } of causesOf(found)) {
    if (members.length === 1) {
      for (const one of members) oneLineOf(page, one, sign, paint)
      continue
    }
    const names = members.map(({ result }) => result.id.replace(`${group}.`, '')).join(', ')
    const told = `${String(members.length).padStart(3)} × ${reasonPhrase[reason]}: ${names}`
    page.bullet(sign, group.padEnd(widest), told, paint)
  }
}

function oneLineOf(page: Page, { result, finding }: Found, sign: string, paint: (text: string) => string): void {
  page.bullet(sign, result.id, `${finding.actual} · ${result.title}`, paint)
}

/** The same advice once: a second finding of the kind refers to the first. */
class FixesShown {
  readonly #shown = new Map<string, string>()

  /** The id of an earlier finding with the same fixes. */
  earlier(id: string, fix: Finding['fix']): string | undefined {
    const key = JSON.stringify(fix)
    const first = this.#shown.get(key)
    if (first === undefined) this.#shown.set(key, id)
    return first
  }
}

function detail(page: Page, { result, finding }: Found, replayDirectory: string, fixes: FixesShown): void {
  const { colors } = page
  const { id, title, level, maker, requirement } = result
  page.line()
  page.line(`  ${colors.red('✗')} ${colors.bold(printable(id))}${level === 'MUST' ? '' : colors.dim(` (${level})`)}`)
  page.paragraph(title)
  page.field('Requirement', `${requirement.text} (${requirement.source})`)
  page.labelled('', colors.dim(oneLine(requirement.url)))
  page.field('Expected', finding.expected, colors.green)
  page.field('Actual', finding.actual, colors.red)
  tokenLines(page, finding)
  page.field('Made by', makerPhrase[maker])
  page.field('If broken', finding.gains)
  const earlier = finding.fix.length === 0 ? undefined : fixes.earlier(id, finding.fix)
  if (earlier === undefined) {
    finding.fix.forEach(({ stack, hint }, index) => page.field(index === 0 ? 'Likely fix' : '', `${stack}: ${hint}`))
  } else {
    page.field('Likely fix', `as for ${earlier}`)
  }
  const replay = replayOf(result, replayDirectory)
  // Never wrapped: it is there to be copied.
  if (replay !== undefined) page.labelled('Replay', printable(replay.line))
}

function tokenLines(page: Page, finding: Finding): void {
  const differences = differencesOf(finding)
  differences.forEach((difference, index) => differenceLines(page, difference, index === 0 ? 'Token' : ''))
  const note = finding.token?.note
  if (note !== undefined) page.field(differences.length === 0 ? 'Token' : '', note)
}

function differenceLines(page: Page, { path, control, attack }: TokenDifference, label: string): void {
  const { colors } = page
  const name = printable(path)
  const was = printable(control ?? '(absent)')
  const is = printable(attack ?? '(absent)')
  if (control === undefined && attack === undefined) {
    page.labelled(label, `${name} differs`)
  } else if (columns(name) + columns(was) + columns(is) + 4 <= page.textWidth) {
    page.labelled(label, `${name} ${colors.green(was)} → ${colors.red(is)}`)
  } else {
    page.labelled(label, name)
    page.labelled('', colors.green(`− ${shorten(was, page.textWidth - 2)}`))
    page.labelled('', colors.red(`+ ${shorten(is, page.textWidth - 2)}`))
  }
}
