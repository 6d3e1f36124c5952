import type { Objection } from '../judge.ts'
import type { Problem } from '../errors.ts'
import { decode, difference } from '../tokens/describe.ts'
import type { MintedToken } from '../tokens/recipe.ts'
import type { DecodedToken, Exchange } from '../verdict.ts'

/** What trying a case showed, before severity, known failings and `--strict` have their say. */
export type Outcome =
  | { readonly kind: 'judged'; readonly objections: readonly Objection[]; readonly evidence: Evidence }
  /** Could not be judged, and whose fault that is. */
  | { readonly kind: 'inconclusive'; readonly problem: Problem; readonly evidence: Evidence }

/** What a reader needs to see and to repeat it. */
export interface Evidence {
  readonly exchanges: readonly Exchange[]
  readonly token?: DecodedToken | undefined
  readonly controlToken?: DecodedToken | undefined
  /** Where the two tokens differ, for example `claims.aud`. */
  readonly difference: readonly string[]
}

export const noEvidence: Evidence = { exchanges: [], difference: [] }

/**
 * Evidence that is made when it is looked at: most cases pass, nobody looks then, and the curl lines and decoded tokens
 * would take longer than the exchanges themselves.
 */
export class LazyEvidence implements Evidence {
  readonly #exchanges: readonly (() => Exchange)[]
  readonly #token: MintedToken | undefined
  readonly #control: MintedToken | undefined

  /** @param exchanges may grow until the evidence is looked at */
  constructor(exchanges: readonly (() => Exchange)[], token: MintedToken | undefined, control?: MintedToken) {
    this.#exchanges = exchanges
    this.#token = token
    this.#control = control
  }

  get exchanges(): readonly Exchange[] {
    return this.#exchanges.map((make) => make())
  }

  get token(): DecodedToken | undefined {
    return this.#token && decode(this.#token.wire)
  }

  get controlToken(): DecodedToken | undefined {
    return this.#control && decode(this.#control.wire)
  }

  get difference(): readonly string[] {
    return this.#control === undefined ? [] : difference(this.#control, this.#token ?? this.#control)
  }
}
