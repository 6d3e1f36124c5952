import { expect, test } from 'vitest'
import type { Implementation } from './implementation.ts'
import { type Matrix, narrow, type Part, tryOut } from './matrix.ts'
import type { Judgement } from './rules.ts'

function example(name: string, foundBy: readonly string[], more: Partial<Implementation> = {}): Implementation {
  return { name, file: name, profile: '.', title: name, foundBy, outcome: 'findings', alike: false, ...more }
}

/** `broken` fails what begins with `x.a`, `correct` nothing. */
const matrix: Matrix = {
  catalogue: ['x.a.1', 'x.a.2', 'x.b.1'].map((id) => ({ id, level: 'MUST', maker: 'anyone' })),
  implementations: [
    example('x/correct', [], { outcome: 'conformant' }),
    example('x/broken', ['x.a.1']),
    example('x/blameless', ['x.b.1']),
  ],
  planning: { search: true },
  judgesCorrect: true,
  complete: true,
  async run(jobs, onJudged) {
    for (const { cases, implementations } of jobs) {
      for (const { name } of implementations)
        onJudged(
          name,
          cases.map((id) => judge(name, id)),
        )
    }
  },
}

function judge(name: string, id: string): Judgement {
  const fails = name === 'x/broken' && id.startsWith('x.a.')
  return fails ? { id, verdict: 'fail', reason: 'accepted' } : { id, verdict: 'pass' }
}

async function outcomeOf(part: Partial<Part>, of = matrix) {
  const narrowed = narrow(of, { names: [], whole: false, ...part })
  if (narrowed === undefined) return undefined
  const { rows, report } = await tryOut(narrowed)
  const tried = rows.map(({ name, judgements }) => `${name}: ${judgements.map(({ id }) => id).join(' ')}`)
  return { tried, unkilled: report.unkilled, surviving: report.surviving.map(({ name }) => name) }
}

test('all: what is named, and a search for what is not', async () => {
  expect(await outcomeOf({})).toEqual({
    tried: ['x/correct: x.a.1 x.a.2 x.b.1', 'x/broken: x.a.1 x.a.2', 'x/blameless: x.b.1 x.a.2'],
    unkilled: ['x.b.1'],
    surviving: ['x/blameless'],
  })
})

test('where the correct ones are judged elsewhere, they are judged here when asked for', async () => {
  const elsewhere = { ...matrix, judgesCorrect: false }
  const tried = async (part: Partial<Part>) => (await outcomeOf(part, elsewhere))?.tried.map((row) => row.split(':')[0])
  expect(await tried({})).toEqual(['x/broken', 'x/blameless'])
  expect(await tried({ whole: true })).toContain('x/correct')
  expect(await tried({ names: ['correct'] })).toEqual(['x/correct'])
})

test('some names: by what they name, and nothing is said of other cases', async () => {
  expect(await outcomeOf({ names: ['broken'] })).toEqual({ tried: ['x/broken: x.a.1'], unkilled: [], surviving: [] })
  expect(await outcomeOf({ names: ['broken'], whole: true })).toMatchObject({ tried: ['x/broken: x.a.1 x.a.2 x.b.1'] })
  expect(await outcomeOf({ names: ['oken'] })).toBeUndefined()
})

test('some cases: everything by them', async () => {
  expect(await outcomeOf({ cases: 'x.a.*' })).toEqual({
    tried: ['x/correct: x.a.1 x.a.2', 'x/broken: x.a.1 x.a.2', 'x/blameless: x.a.1 x.a.2'],
    unkilled: [],
    surviving: [],
  })
})
