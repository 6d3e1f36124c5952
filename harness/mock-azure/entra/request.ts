import type { Clock, RandomSource } from '../../clock.ts'
import type { Directory } from '../contract.ts'
import type { Authority } from './authority.ts'

/** What every endpoint of Entra ID needs. */
export interface EntraCloud {
  readonly directory: Directory
  readonly clock: Clock
  readonly random: RandomSource
}

/** A request to an endpoint under a tenant. `authority` is undefined where there is no such tenant. */
export interface EntraRequest {
  readonly cloud: EntraCloud
  readonly url: URL
  readonly method: string
  readonly headers: Headers
  readonly body: string
  /** The path's first segment, lower case. */
  readonly segment: string
  readonly authority: Authority | undefined
}
