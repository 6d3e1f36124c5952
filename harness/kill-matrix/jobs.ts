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

/**
 * What to try: a correct implementation against every case, a defective one against those it names, and the cases that
 * none names against one defective implementation after the other, those of the case's own group first, until one fails
 * them.
 * @param options.whole a defective one against every case too
 */
export function planJobs(
  catalogue: readonly Rated[],
  implementations: readonly Implementation[],
  options: { readonly whole?: boolean } = {},
): readonly Job[] {
  const every = catalogue.map(({ id }) => id)
  const whole = (each: Implementation): boolean => each.outcome === 'conformant' || options.whole === true
  const first = implementations.map((each) => ({
    cases: whole(each) ? every : [...each.foundBy],
    implementations: [each],
  }))
  return [...first.toSorted((a, b) => b.cases.length - a.cases.length), ...unnamed(every, implementations, options)]
}

function unnamed(
  every: readonly string[],
  implementations: readonly Implementation[],
  options: { readonly whole?: boolean },
): readonly Job[] {
  if (options.whole === true) return []
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
