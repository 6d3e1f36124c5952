import { catalogue } from '../../suites/catalogue.ts'
import { idMatcher } from '../select.ts'
import { findApis } from './api/defects.ts'
import { runApiJobs } from './api/pool.ts'
import { clientMatrix, type Untried } from './client/plan.ts'
import { runClientJobs } from './client/pool.ts'
import type { Implementation, Rated } from './implementation.ts'
import { type Job, planJobs, type Planning } from './jobs.ts'
import { evaluate, type Judgement, type KillReport, type Row } from './rules.ts'

/** One catalogue and what it is tried on. */
export interface Matrix {
  readonly catalogue: readonly Rated[]
  readonly implementations: readonly Implementation[]
  readonly planning: Planning
  /** Whether correct implementations are judged here too, when nothing else is asked for. */
  readonly judgesCorrect: boolean
  /** All implementations are here, so that a case that nothing fails is a failure. */
  readonly complete: boolean
  readonly run: (
    jobs: readonly Job[],
    onJudged: (name: string, judgements: readonly Judgement[]) => void,
  ) => Promise<void>
}

/** What there is to try. */
export interface Matrices {
  /** That of the APIs and that of the clients. */
  readonly matrices: readonly Matrix[]
  /** Implementations that this machine lacks something for. */
  readonly untried: readonly Untried[]
  /** What else to know. */
  readonly notes: readonly string[]
}

export async function findMatrices(): Promise<Matrices> {
  const clients = await clientMatrix()
  const apis: Matrix = {
    catalogue,
    implementations: await findApis(),
    planning: { search: true },
    judgesCorrect: true,
    complete: true,
    run: runApiJobs,
  }
  const ofClients: Matrix = {
    ...clients,
    // Each trial starts a process, so a defect has to be named.
    planning: { search: false, concerns: clients.concerns },
    // Each is a run of its own in CI (.ci/run), by the same cases.
    judgesCorrect: false,
    complete: true,
    run: runClientJobs,
  }
  const reasons = Map.groupBy(clients.leftOut.values(), (reason) => reason)
  const notes = [...reasons].map(([reason, cases]) => `Not tried: ${cases.length} cases. ${reason}`)
  return { matrices: [apis, ofClients], untried: clients.untried, notes }
}

/** A part of the matrix to look at. */
export interface Part {
  /** Names of implementations, or their last parts. Empty: all. */
  readonly names: readonly string[]
  /** A glob over case ids. */
  readonly cases?: string | undefined
  /** Everything by everything, instead of what is named. */
  readonly whole: boolean
}

/** Whether an implementation goes by this name. */
export function isCalled({ name }: Pick<Implementation, 'name'>, called: string): boolean {
  return name === called || name.endsWith(`/${called}`)
}

/** The part of a matrix that is looked at; undefined: nothing of it is. */
export function narrow(matrix: Matrix, { names, cases, whole }: Part): Matrix | undefined {
  const matches = cases === undefined ? () => true : idMatcher(cases)
  const isAll = names.length === 0 && cases === undefined && !whole
  const isChosen = (each: Implementation): boolean =>
    isAll
      ? matrix.judgesCorrect || each.outcome !== 'conformant'
      : names.length === 0 || names.some((name) => isCalled(each, name))
  const chosen = matrix.implementations.filter(isChosen)
  const narrowed = {
    ...matrix,
    catalogue: matrix.catalogue.filter(({ id }) => matches(id)),
    implementations: chosen.map((each) => ({ ...each, foundBy: each.foundBy.filter(matches) })),
    planning: {
      ...matrix.planning,
      search: matrix.planning.search && names.length === 0,
      whole: whole || cases !== undefined,
    },
    complete: matrix.complete && names.length === 0,
  }
  return narrowed.catalogue.length === 0 || chosen.length === 0 ? undefined : narrowed
}

export async function tryOut(matrix: Matrix): Promise<{ rows: readonly Row[]; report: KillReport }> {
  const { catalogue: cases, implementations, planning, complete } = matrix
  const said = new Map<string, Judgement[]>(implementations.map(({ name }) => [name, []]))
  await matrix.run(planJobs(cases, implementations, planning), (name, judgements) => {
    said.get(name)?.push(...judgements)
  })
  const rows = implementations.map((each) => ({ ...each, judgements: said.get(each.name) ?? [] }))
  return { rows, report: evaluate(cases, rows, complete) }
}
