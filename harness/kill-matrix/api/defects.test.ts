import { relative } from 'node:path'
import { expect, test } from 'vitest'
import { catalogue } from '../../../suites/catalogue.ts'
import { groupOf } from '../../select.ts'
import { findApis } from './defects.ts'

const all = await findApis()
const defects = all.filter(({ outcome }) => outcome !== 'conformant')

test('the correct base is judged as an API of one tenant, of any, and of those on a list', () => {
  const bases = all.filter(({ outcome }) => outcome === 'conformant')
  expect(bases.map(({ name }) => name)).toEqual(['api/base', 'api/base/any-tenant', 'api/base/multi-tenant'])
})

test('each is judged by the configuration nearest above it', () => {
  const [first] = all
  const folders = new Set(all.map(({ profile }) => relative(first?.profile ?? '', profile)))
  expect([...folders].toSorted()).toEqual(['', 'any-tenant', 'multi-tenant'])
  for (const { name, profile } of defects) {
    const folder = relative(first?.profile ?? '', profile)
    expect(/^api\/(any|multi)-tenant\//.test(name)).toBe(folder !== '')
    expect(name.startsWith(`api/${folder}`)).toBe(true)
  }
})

test('each defect says what it is, in its own words', () => {
  expect(defects.length).toBeGreaterThanOrEqual(80)
  const titles = defects.map(({ title, profile }) => `${profile}: ${title}`)
  expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([])
})

test('each defect names cases that exist, each once', () => {
  const ids = new Set(catalogue.map(({ id }) => id))
  const wrong = defects.flatMap(({ name, foundBy }) =>
    foundBy.filter((id, index) => !ids.has(id) || foundBy.indexOf(id) !== index).map((id) => `${name}: ${id}`),
  )
  expect(wrong).toEqual([])
})

const groups = new Set(catalogue.map(({ id }) => groupOf(id).replace(/^api\./, '')))
const otherFolders = ['advisory', 'inconclusive', 'any-tenant', 'multi-tenant']

test('a folder is that of a group of cases, and holds the defects that one of them is named for', () => {
  const misplaced = defects.filter(({ name, foundBy }) => {
    const folder = name.split('/').at(-2) ?? ''
    return groups.has(folder) ? groupOf(foundBy[0] ?? '') !== `api.${folder}` : !otherFolders.includes(folder)
  })
  expect(misplaced.map(({ name, foundBy }) => `${name}: ${foundBy[0]}`)).toEqual([])
})

test('what a run comes to is as the folder says', () => {
  for (const { name, outcome } of defects) {
    const [, folder] = /(advisory|inconclusive)\//.exec(name) ?? []
    expect([name, outcome]).toEqual([
      name,
      folder === 'advisory' ? 'warnings' : folder === 'inconclusive' ? folder : 'findings',
    ])
  }
})

test('every group of the catalogue has a defect that it is named for', () => {
  const named = new Set(defects.flatMap(({ foundBy }) => foundBy.map(groupOf)))
  expect([...new Set(catalogue.map(({ id }) => groupOf(id)))].filter((group) => !named.has(group))).toEqual([])
})
