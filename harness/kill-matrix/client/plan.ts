import { clientCatalogue } from '../../../suites/client-catalogue.ts'
import type { ClientCase } from '../../client-case.ts'
import { findFakeTime } from '../../targets/fake-time.ts'
import { concerns } from '../../client/needs.ts'
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
  /** Cases left out because nothing here can move a target's clock. */
  readonly withoutClock: number
}

export async function clientMatrix(): Promise<ClientMatrix> {
  const tried = findFakeTime() === undefined ? clientCatalogue.filter((item) => !needsClock(item)) : clientCatalogue
  const left = new Set(clientCatalogue.filter((item) => !tried.includes(item)).map(({ id }) => id))
  const every = clientCatalogue.map(({ id }) => id)
  const found = await findClients()
  const implementations = found
    .map((each) => ({ ...each, foundBy: expand(each.foundBy, every).filter((id) => !left.has(id)) }))
    .filter(({ outcome, foundBy }) => outcome === 'conformant' || foundBy.length > 0)
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
    withoutClock: left.size,
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

function needsClock({ needs = [], start }: ClientCase): boolean {
  return needs.includes('clock') || start?.clock === true
}
