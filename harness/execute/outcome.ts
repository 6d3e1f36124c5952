import type { Objection } from '../judge.ts'
import type { Problem } from '../errors.ts'
import type { DecodedToken, Exchange } from '../verdict.ts'

/** What trying a case showed, before severity, known failings and `--strict` have their say. */
export type Outcome =
  | { readonly kind: 'judged'; readonly objections: readonly Objection[]; readonly evidence: Evidence }
  /** Could not be judged, and whose fault that is. */
  | { readonly kind: 'inconclusive'; readonly problem: Problem; readonly evidence: Evidence }

/** What a reader needs to see and to repeat it. */
export interface Evidence {
  readonly exchanges: readonly Exchange[]
  readonly token?: DecodedToken
  readonly controlToken?: DecodedToken
  /** Where the two tokens differ, for example `claims.aud`. */
  readonly difference: readonly string[]
}

export const noEvidence: Evidence = { exchanges: [], difference: [] }
