import { expect, test } from 'vitest'
import type { Implementation, Rated } from './implementation.ts'
import { planJobs } from './jobs.ts'

const catalogue = ['api.a.1', 'api.a.2', 'api.b.1', 'api.b.2'].map((id): Rated => ({
  id,
  level: 'MUST',
  maker: 'anyone',
}))

function example(name: string, foundBy: readonly string[], more: Partial<Implementation> = {}): Implementation {
  return { name, file: name, profile: '.', title: name, foundBy, outcome: 'findings', alike: false, ...more }
}

const base = example('base', [], { outcome: 'conformant' })
const ofA = example('of-a', ['api.a.1'])
const ofB = example('of-b', ['api.b.1'])
const concernsA = (_: Implementation, id: string): boolean => id.startsWith('api.a.')
const shorthand = (jobs: ReturnType<typeof planJobs>): readonly string[] =>
  jobs.map(({ cases, implementations }) => `${cases.join(' ')} | ${implementations.map(({ name }) => name).join(' ')}`)

test('a correct one meets every case, a defective one those it names', () => {
  const all = [ofA, example('of-the-rest', ['api.a.2', 'api.b.1', 'api.b.2']), base]
  expect(shorthand(planJobs(catalogue, all, { search: true }))).toEqual([
    'api.a.1 api.a.2 api.b.1 api.b.2 | base',
    'api.a.2 api.b.1 api.b.2 | of-the-rest',
    'api.a.1 | of-a',
  ])
})

test('cases that none names meet the defective ones of their group first, never those that fail all alike', () => {
  const alike = example('alike', ['api.a.1'], { alike: true })
  expect(shorthand(planJobs(catalogue, [base, ofA, ofB, alike], { search: true })).slice(4)).toEqual([
    'api.a.2 | of-a of-b',
    'api.b.2 | of-b of-a',
  ])
})

test('the whole is every case for each', () => {
  const every = 'api.a.1 api.a.2 api.b.1 api.b.2'
  expect(shorthand(planJobs(catalogue, [base, ofA], { whole: true, search: true }))).toEqual([
    `${every} | base`,
    `${every} | of-a`,
  ])
})

test('what does not concern an implementation is not tried against it', () => {
  expect(shorthand(planJobs(catalogue, [base, ofA], { concerns: concernsA, search: false }))).toEqual([
    'api.a.1 api.a.2 | base',
    'api.a.1 | of-a',
  ])
})
