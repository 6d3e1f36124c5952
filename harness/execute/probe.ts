import type { ProbeCase } from '../case.ts'
import { InternalError } from '../errors.ts'
import { probes } from '../probes/index.ts'
import type { World } from '../world.ts'
import type { Outcome } from './outcome.ts'
import type { TokenBench } from './tokens.ts'

/** What only code can say: many requests worked out from the manifest, or a conversation below HTTP. */
export type Probe = (item: ProbeCase, world: World, bench: TokenBench) => Promise<Outcome>

export async function runProbe(item: ProbeCase, world: World, bench: TokenBench): Promise<Outcome> {
  const probe: Probe | undefined = probes[item.probe]
  if (probe === undefined) {
    throw new InternalError('PROBE_UNKNOWN', `There is no probe ${item.probe}.`, 'Add it to harness/probes/index.ts.')
  }
  return probe(item, world, bench)
}
