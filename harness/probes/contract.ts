import type { ProbeCase } from '../case.ts'
import type { Outcome } from '../execute/outcome.ts'
import type { TokenBench } from '../execute/tokens.ts'
import type { World } from '../world.ts'

/** What only code can say: many requests worked out from the manifest, or a conversation below HTTP. */
export type Probe = (item: ProbeCase, world: World, bench: TokenBench) => Promise<Outcome>
