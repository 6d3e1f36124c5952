import type { Clock, RandomSource } from '../../clock.ts'
import type { Directory } from '../contract.ts'
import type { WorkloadIssuer } from '../managed-identity/contract.ts'
import type { Authority } from './authority.ts'
import type { EntraControl } from './contract.ts'
import type { EntraState } from './state.ts'

/** What every endpoint of Entra ID needs. */
export interface EntraCloud {
  readonly directory: Directory
  readonly clock: Clock
  readonly random: RandomSource
  /** Where it answers. */
  readonly hosts: ReadonlySet<string>
  /** Issuers outside Entra ID whose keys are known. */
  readonly workloadIssuers: readonly WorkloadIssuer[]
  readonly state: EntraState
  readonly control: EntraControl
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
