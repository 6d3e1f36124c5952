import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const table = readFileSync(`${root}docs/parity.md`, 'utf8')

/** Rows of the tables, without their heads: the feature and what stands in the last column. */
const rows = table
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (feature|-+) /.test(line))
  .map((line) => line.split(' | '))
  .map((cells) => ({ feature: (cells[0] ?? '').slice(2).trim(), witnesses: cells.at(-1) ?? '' }))

/** What is wrong with the last column of a row. */
function defects(witnesses: string): readonly string[] {
  const named = [...witnesses.matchAll(/`([^`]+)`: "([^"]+)"/g)]
  if (named.length === 0) return ['no witness']
  return named.flatMap(([, file = '', title = '']) => {
    if (!file.endsWith('.test.ts') || !existsSync(root + file)) return [`no test file ${file}`]
    return hasTest(readFileSync(root + file, 'utf8'), title) ? [] : [`no test "${title}" in ${file}`]
  })
}

/** A title is the first argument of `it` or `test`, of their variants, or of what `each` returns. */
function hasTest(source: string, title: string): boolean {
  const escaped = title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll("'", "\\\\?'")
  return new RegExp(
    `(?:\\b(?:it|test)|\\))(?:\\.\\w+)*(?:\\([^()]*(?:\\([^()]*\\)[^()]*)*\\))?\\(\\s*(['"\`])${escaped}\\1`,
  ).test(source)
}

describe('the parity table', () => {
  it('has rows', () => {
    expect(rows.length).toBeGreaterThan(20)
  })

  it.each(rows)('names witnesses that exist for: $feature', ({ witnesses }) => {
    expect(defects(witnesses)).toEqual([])
  })

  it('would notice a witness that is missing, renamed or only written about', () => {
    const file = 'harness/witness/parity.test.ts'
    expect(defects('none')).toEqual(['no witness'])
    expect(defects('`harness/nothing.test.ts`: "x"')).toEqual(['no test file harness/nothing.test.ts'])
    expect(defects(`\`${file}\`: "has rows"`)).toEqual([])
    expect(defects(`\`${file}\`: "names witnesses that exist for: $feature"`)).toEqual([])
    expect(defects(`\`${file}\`: "no witness"`)).toEqual([`no test "no witness" in ${file}`])
  })
})
