import { isDeepStrictEqual } from 'node:util'
import { expect, test } from 'vitest'
import type { Case } from '../harness/case.ts'
import { groupOf, idMatcher } from '../harness/select.ts'
import { caseVariableDocs, templateFilters, variableDocs } from '../harness/variables.ts'
import { probeDocs } from './api/probes.ts'
import { catalogue, joinCases } from './catalogue.ts'
import { catalogueRows } from './catalogue-rows.test-support.ts'
import { fixHintsFor, groups } from './groups.ts'

/** The ids of the cases for which something does not hold. */
function except(holds: (item: Case) => boolean): readonly string[] {
  return catalogue.filter((item) => !holds(item)).map(({ id }) => id)
}

test('there are at least 300 cases', () => {
  expect(catalogue.length).toBeGreaterThanOrEqual(300)
})

test('a duplicate id throws', () => {
  expect(() => joinCases([catalogue, catalogue.slice(-1)])).toThrow(catalogue.at(-1)?.id)
})

test('every id begins with its group, and the groups come in the order of the display tree', () => {
  expect([...new Set(catalogue.map(({ id }) => groupOf(id)))]).toEqual(groups.map(({ id }) => id))
})

test('ids are words in kebab case', () => {
  expect(except(({ id }) => /^api(\.[a-z0-9]+(-[a-z0-9]+)*){2,}$/.test(id))).toEqual([])
})

test('titles do not end with a period, gains are sentences', () => {
  expect(except(({ title, gains }) => /^\S.*[^.\s]$/.test(title) && /^\S.*\.$/.test(gains))).toEqual([])
})

test('no two cases have the same title', () => {
  const titles = Map.groupBy(catalogue, ({ title }) => title)
  expect([...titles].filter(([, members]) => members.length > 1).map(([title]) => title)).toEqual([])
})

test('every requirement has an https link and a requirement word', () => {
  const words = /\b(MUST|SHOULD|MAY)\b|answers all the same|is not|are not/
  expect(except(({ requirement: { url, text } }) => url.startsWith('https://') && words.test(text))).toEqual([])
})

test('every case says what it needs, and has a fix to suggest', () => {
  expect(except(({ id, needs }) => needs.length > 0 && fixHintsFor(id).length > 0)).toEqual([])
})

test('every case is data: JSON gives the same back', () => {
  expect(except((item) => isDeepStrictEqual(JSON.parse(JSON.stringify(item)), item))).toEqual([])
})

test('cases name only the variables and filters there are', () => {
  expect(catalogue.flatMap((item) => unknownNames(item).map((name) => `${item.id}: ${name}`))).toEqual([])
})

const filters = new Set(Object.keys(templateFilters))

/** `${…}` in a case that looks like a variable but is none, nor captured by one of its steps. */
function unknownNames(item: Case): readonly string[] {
  const captured = item.kind === 'scenario' ? item.steps.flatMap(capturedBy) : []
  const known = new Set([...Object.keys(variableDocs), ...Object.keys(caseVariableDocs), ...captured, 'json', 'wire'])
  return [...JSON.stringify(item).matchAll(/\$\{([a-zA-Z]\w*)((?:\|[^}]*)?)\}/g)]
    .filter(([, name = '', bar = '']) => {
      const wanted = bar.split('|').slice(1)
      return !known.has(name) || wanted.some((filter) => !filters.has(filter))
    })
    .map(([text]) => text)
}

function capturedBy(step: Extract<Case, { kind: 'scenario' }>['steps'][number]): readonly string[] {
  return step.do === 'send' ? Object.keys(step.capture ?? {}) : []
}

test('every probe is described, and every described probe is used', () => {
  const named = catalogue.flatMap((item) => (item.kind === 'probe' ? [item.probe] : []))
  expect(new Set(named)).toEqual(new Set(Object.keys(probeDocs)))
})

test('a case sends to a route that its needs promise', () => {
  expect(except((item) => item.kind !== 'exchange' || promises(item.needs, item.request?.route))).toEqual([])
})

/** A need that makes sure the route is there. Roles and scopes are on delegated routes. */
function promises(needs: Case['needs'], route = 'protected'): boolean {
  if (route === 'protected') return needs.some((need) => need === 'protected-route' || need.endsWith('-route'))
  return needs.some((need) => need === route || need === `${route}-route`)
}

const globs = Object.entries(catalogueRows).flatMap(([group, rows]) =>
  Object.entries(rows).flatMap(([row, texts]) =>
    texts.split(' ').flatMap((text) => expandBraces(text).map((glob) => ({ row, glob: `api.${group}.${glob}` }))),
  ),
)

/** `a-{b,c}` as `a-b` and `a-c`, so that each variant is looked for. */
function expandBraces(text: string): readonly string[] {
  const [, before, inner, after] = /^(.*?)\{([^}]*)\}(.*)$/.exec(text) ?? []
  if (inner === undefined) return [text]
  return inner.split(',').flatMap((word) => expandBraces(`${before}${word}${after}`))
}

test('every row and variant of the catalogue document has a case', () => {
  const missing = globs.filter(({ glob }) => {
    const matches = idMatcher(glob)
    return !catalogue.some(({ id }) => matches(id))
  })
  expect(missing).toEqual([])
})

test('every case belongs to a row', () => {
  const matchers = globs.map(({ glob }) => idMatcher(glob))
  expect(except(({ id }) => matchers.some((matches) => matches(id)))).toEqual([])
})
