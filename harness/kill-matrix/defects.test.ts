import { expect, test } from 'vitest'
import { catalogue } from '../../suites/catalogue.ts'
import { groupOf } from '../select.ts'
import { findDefects, findProfiles } from './defects.ts'

const profiles = await findProfiles()
const defects = (await Promise.all(profiles.map(findDefects))).flat()

test('there are profiles for one tenant, for a list of tenants and for any', () => {
  expect(profiles.length).toBe(3)
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

test('every group of the catalogue has a defect that it is named for', () => {
  const named = new Set(defects.flatMap(({ foundBy }) => foundBy.map(groupOf)))
  expect([...new Set(catalogue.map(({ id }) => groupOf(id)))].filter((group) => !named.has(group))).toEqual([])
})
