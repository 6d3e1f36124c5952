import { z } from 'zod'
import { groupOf } from '../select.ts'
import { type Implementation, implementationSchema, type Rated } from './implementation.ts'

export const jobSchema = z.object({
  cases: z.array(z.string()),
  /** One after the other; a case that one of them kills is not tried against the next. */
  implementations: z.array(implementationSchema),
})
/** Cases to try, and against what. */
export type Job = Readonly<z.output<typeof jobSchema>>

export interface Planning {
  /** A defective one against every case that concerns it. */
  readonly whole?: boolean
  /** Whether a case concerns an implementation at all. Default: each does. */
  readonly concerns?: (implementation: Implementation, id: string) => boolean
  /** Look for a defective one that fails the cases that none names. */
  readonly search: boolean
}

/**
 * What to try: a correct implementation against every case, a defective one against those it names; and, where it is worth a
 * search, the cases that none names against one defective implementation after the other, those of the case's own group
 * first, until one fails them.
 */
export function planJobs(
  catalogue: readonly Rated[],
  implementations: readonly Implementation[],
  { whole = false, concerns = () => true, search }: Planning,
): readonly Job[] {
  const every = catalogue.map(({ id }) => id)
  const named = implementations.map((each) => ({
    cases: whole || each.outcome === 'conformant' ? every.filter((id) => concerns(each, id)) : [...each.foundBy],
    implementations: [each],
  }))
  const jobs = named.toSorted((a, b) => b.cases.length - a.cases.length)
  return search && !whole ? [...jobs, ...unnamed(every, implementations)] : jobs
}

function unnamed(every: readonly string[], implementations: readonly Implementation[]): readonly Job[] {
  const named = new Set(implementations.flatMap(({ foundBy }) => foundBy))
  const left = Map.groupBy(
    every.filter((id) => !named.has(id)),
    groupOf,
  )
  const telling = implementations.filter(({ outcome, alike }) => outcome !== 'conformant' && !alike)
  return [...left].map(([group, cases]) => {
    const isNear = ({ foundBy }: Implementation): boolean => groupOf(foundBy[0] ?? '') === group
    return { cases, implementations: [...telling.filter(isNear), ...telling.filter((each) => !isNear(each))] }
  })
}
