import picomatch from 'picomatch'
import type { Level, Severity } from './case.ts'
import { ConfigError } from './errors.ts'
import { severities } from './verdict.ts'

/** Which cases to run. Given several, a case must meet all; within one, any. */
export interface Selection {
  /** Ids or globs, `api.audience.*`. `*` crosses dots. */
  readonly case?: readonly string[] | undefined
  /** This severity and above. */
  readonly severity?: Severity | undefined
  readonly level?: readonly Level[] | undefined
  readonly tag?: readonly string[] | undefined
}

/** A glob over case ids; `*` matches any run of characters, dots too. */
export function idMatcher(glob: string): (id: string) => boolean {
  // picomatch treats `/` as the separator; ids have none, so `*` crosses dots.
  const matches = picomatch(glob, { dot: true, nocase: false })
  // picomatch takes a second parameter, which `filter` would fill.
  return (id) => matches(id)
}

/** The group of a case: `api.audience` of `api.audience.other-api`. */
export function groupOf(id: string): string {
  return id.split('.').slice(0, 2).join('.')
}

/** What a selection looks at. */
interface Selectable {
  readonly id: string
  readonly severity: Severity
  readonly level: Level
  readonly tags?: readonly string[]
}

/**
 * @throws {ConfigError} NO_CASE_MATCHES: a filter that matches nothing is a mistake, never a success
 */
export function selectCases<T extends Selectable>(catalogue: readonly T[], selection: Selection): readonly T[] {
  const matchers = selection.case?.map(idMatcher)
  const rank = selection.severity === undefined ? severities.length : severities.indexOf(selection.severity)
  const selected = catalogue.filter(
    (item) =>
      (matchers === undefined || matchers.some((matches) => matches(item.id))) &&
      severities.indexOf(item.severity) <= rank &&
      (selection.level === undefined || selection.level.includes(item.level)) &&
      (selection.tag === undefined || selection.tag.some((tag) => item.tags?.includes(tag) ?? false)),
  )
  if (selected.length > 0) return selected
  const near = nearest(selection.case ?? [], catalogue)
  throw new ConfigError(
    'NO_CASE_MATCHES',
    `No case matches the filter. Ids begin with ${headsOf(catalogue).join(', ')} here.`,
    near === undefined
      ? '`entra-conformance list` shows every case.'
      : `Did you mean ${near}? \`entra-conformance list\` shows every case.`,
  )
}

/** What the ids begin with, for example `web-app.`. */
function headsOf(catalogue: readonly Selectable[]): readonly string[] {
  return [...new Set(catalogue.map(({ id }) => `${id.split('.')[0]}.`))]
}

/** The case whose id is most like what was asked for: the share of letter pairs they have in common (Dice). */
function nearest(asked: readonly string[], catalogue: readonly Selectable[]): string | undefined {
  let best: { id: string; score: number } | undefined
  for (const wanted of asked.map(pairs)) {
    for (const { id } of catalogue) {
      const own = pairs(id)
      const score = (2 * wanted.intersection(own).size) / (wanted.size + own.size)
      if (score > (best?.score ?? 0.3)) best = { id, score }
    }
  }
  return best?.id
}

function pairs(text: string): Set<string> {
  const letters = text.toLowerCase().replace(/[^a-z0-9.]/g, '')
  return new Set(Array.from(letters, (letter, index) => letter + (letters[index + 1] ?? '')))
}
