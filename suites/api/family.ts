import type { ExchangeCase, LedgerBound } from '../../harness/case.ts'
import type { Mutation } from '../../harness/tokens/recipe.ts'
import { changed, invalidToken } from './recipes.ts'

/** What the members of a family have in common; a member may say otherwise. */
type Shared = Pick<ExchangeCase, 'requirement' | 'level' | 'severity' | 'maker' | 'gains'> & Partial<ExchangeCase>

/** One member: how its token differs from the valid one, and what else is its own. */
export type Member = Pick<ExchangeCase, 'id' | 'title'> & {
  readonly mutations?: readonly Mutation[]
} & Partial<ExchangeCase>

/**
 * Attacks of one kind, each the valid token with its own change, sent to the first protected route and to be refused
 * as `invalid_token`, unless `shared` or the member says otherwise.
 * @param prefix of every id: `api.signature.alg-none`
 */
export function family(prefix: string, shared: Shared, members: readonly Member[]): readonly ExchangeCase[] {
  return members.map(({ mutations = [], ...own }) => ({
    kind: 'exchange',
    needs: ['protected-route'],
    expect: invalidToken,
    token: changed(...mutations),
    ...shared,
    ...own,
    id: `${prefix}.${own.id}`,
  }))
}

/** Nothing in an unverified token makes the API call a host. */
export const noCanaryHits: LedgerBound = {
  endpoint: 'canary',
  atMost: 0,
  because: 'An unverified header made the API call a host of the attacker.',
}
