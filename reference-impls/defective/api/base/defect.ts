import { createApi, type ApiFactory } from './api.ts'
import type { Steps } from './contract.ts'

/** What a defective implementation says about itself. */
export interface Defect {
  readonly title: string
  /** The mistake as real teams make it, and how it looks in code. */
  readonly description: string
  /** The cases that find it; each of them must. The first is the one named for it. */
  readonly foundBy: readonly [string, ...string[]]
  /** It fails most cases alike, so it shows nothing about those it does not name. */
  readonly alike?: true
}

/** The correct API with these steps replaced; a function where each instance needs its own state. */
export function defectiveApi(overrides: Partial<Steps> | (() => Partial<Steps>)): ApiFactory {
  return createApi(typeof overrides === 'function' ? overrides : () => overrides)
}
