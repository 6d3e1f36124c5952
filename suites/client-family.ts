import type { ClientCase } from '../harness/client-case.ts'

/** What all cases of a file have in common. */
export type ClientFamily = Pick<ClientCase, 'requirement' | 'level' | 'severity' | 'maker' | 'gains' | 'system'> &
  Partial<Pick<ClientCase, 'needs' | 'start' | 'isolation' | 'tags'>>

type Own = Pick<ClientCase, 'id' | 'title' | 'steps'> & Partial<ClientCase>

/** A case of a family; what it says itself counts, needs are added up. */
export function clientCase(family: ClientFamily, own: Own): ClientCase {
  const needs = [...(family.needs ?? []), ...(own.needs ?? [])]
  return { ...family, ...own, kind: 'client', ...(needs.length === 0 ? {} : { needs: [...new Set(needs)] }) }
}
