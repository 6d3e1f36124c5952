import { groupOf } from '../select.ts'
import type { Rated } from './implementation.ts'
import type { KillReport, Row } from './rules.ts'

const shownNames = 4

/**
 * Implementations × groups of cases with the number of findings, then each case that was tried with what it kills, then what is
 * wrong. Plain text.
 */
export function printMatrix(catalogue: readonly Rated[], rows: readonly Row[], report: KillReport): string {
  const tried = new Set(rows.flatMap(({ judgements }) => judgements.map(({ id }) => id)))
  return [
    ...findingsByGroup(catalogue, rows),
    '',
    ...[...report.kills].filter(([id]) => tried.has(id)).map(([id, by]) => `${id}  ${killersOf(by)}`),
    '',
    ...report.falseAlarms.map(({ name, because }) => `false alarm  ${name}: ${because}`),
    ...report.surviving.map(({ name, because }) => `survives     ${name}: ${because}`),
    ...report.unkilled.map((id) => `kills nothing  ${id}`),
  ].join('\n')
}

export function summaryLine({
  unkilled,
  surviving,
  falseAlarms,
}: Pick<KillReport, 'unkilled' | 'surviving' | 'falseAlarms'>): string {
  const survivors = new Set(surviving.map(({ name }) => name)).size
  const accused = falseAlarms.length === 0 ? '' : `false alarms: ${falseAlarms.length}, `
  return `${accused}unkilled cases: ${unkilled.length}, surviving defects: ${survivors}`
}

function killersOf(by: readonly string[]): string {
  if (by.length === 0) return '-'
  const more = by.length > shownNames ? ` and ${by.length - shownNames} more` : ''
  return by.slice(0, shownNames).join(', ') + more
}

function findingsByGroup(catalogue: readonly Rated[], rows: readonly Row[]): readonly string[] {
  const groups = [...new Set(catalogue.map(({ id }) => groupOf(id)))]
  const width = Math.max(0, ...rows.map(({ name }) => name.length))
  const heads = groups.map((group) => group.slice(group.indexOf('.') + 1, group.indexOf('.') + 7).padStart(6))
  return [
    `${' '.repeat(width)} ${heads.join(' ')}  named`,
    ...rows.map((row) => {
      const found = row.judgements.filter(({ verdict }) => verdict === 'fail' || verdict === 'warn')
      const counts = Map.groupBy(found, ({ id }) => groupOf(id))
      const cells = groups.map((group) => String(counts.get(group)?.length ?? '·').padStart(6))
      return `${row.name.padEnd(width)} ${cells.join(' ')}  ${row.foundBy[0] ?? ''}`
    }),
  ]
}
