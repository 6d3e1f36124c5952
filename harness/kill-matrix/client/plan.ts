import { clientCatalogue } from '../../../suites/client-catalogue.ts'
import { concerns, facilitiesHere, missingFacility } from '../../client/needs.ts'
import { loadAnyConfig } from '../../config/load.ts'
import type { AnyConfig } from '../../config/schema.ts'
import { idMatcher } from '../../select.ts'
import type { Implementation, Rated } from '../implementation.ts'
import { findClients } from './defects.ts'

/** The clients and what they can be tried with on this machine. */
export interface ClientMatrix {
  readonly catalogue: readonly Rated[]
  readonly implementations: readonly Implementation[]
  readonly concerns: (implementation: Implementation, id: string) => boolean
  /** Cases that this machine lacks something for, by id: what. */
  readonly leftOut: ReadonlyMap<string, string>
  /** Defective implementations that no other cases are named for. */
  readonly untried: readonly Untried[]
}

export interface Untried {
  readonly name: string
  readonly reason: string
}

export async function clientMatrix(): Promise<ClientMatrix> {
  const leftOut = new Map(
    clientCatalogue.flatMap((item) => {
      const reason = missingFacility(item, facilitiesHere)
      return reason === undefined ? [] : [[item.id, reason] as const]
    }),
  )
  const tried = clientCatalogue.filter(({ id }) => !leftOut.has(id))
  const every = clientCatalogue.map(({ id }) => id)
  const found = (await findClients()).map((each) => ({ ...each, foundBy: expand(each.foundBy, every) }))
  const { implementations, untried } = withoutCases(found, leftOut)
  const configs = new Map<string, AnyConfig>()
  for (const { name, file } of implementations) {
    configs.set(name, (await loadAnyConfig({ cwd: '/', target: file })).config)
  }
  const byId = new Map(tried.map((item) => [item.id, item]))
  return {
    catalogue: tried,
    implementations,
    concerns: ({ name }, id) => {
      const [item, config] = [byId.get(id), configs.get(name)]
      return item !== undefined && config !== undefined && concerns(item, config)
    },
    leftOut,
    untried,
  }
}

/** The cases that globs stand for, each once; what stands for none stays as it is, and is complained of later. */
export function expand(globs: readonly string[], every: readonly string[]): readonly string[] {
  const expanded = globs.flatMap((glob) => {
    const ids = every.filter(idMatcher(glob))
    return ids.length === 0 ? [glob] : ids
  })
  return [...new Set(expanded)]
}

/** Implementations without the cases that are left out, and those of them that nothing is left for. */
export function withoutCases(
  all: readonly Implementation[],
  leftOut: ReadonlyMap<string, string>,
): Pick<ClientMatrix, 'implementations' | 'untried'> {
  const untried: Untried[] = []
  const implementations = all.flatMap((each) => {
    const foundBy = each.foundBy.filter((id) => !leftOut.has(id))
    if (each.outcome === 'conformant' || foundBy.length > 0) return [{ ...each, foundBy }]
    untried.push({ name: each.name, reason: leftOut.get(each.foundBy[0] ?? '') ?? '' })
    return []
  })
  return { implementations, untried }
}
