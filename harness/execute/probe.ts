import type { ProbeCase } from '../case.ts'
import { InternalError } from '../errors.ts'
import type { Probe } from '../probes/contract.ts'
import { probes } from '../probes/index.ts'
import type { World } from '../world.ts'
import type { Outcome } from './outcome.ts'
import type { TokenBench } from './tokens.ts'

export async function runProbe(item: ProbeCase, world: World, bench: TokenBench): Promise<Outcome> {
  const probe: Probe | undefined = probes[item.probe]
  if (probe === undefined) {
    throw new InternalError('PROBE_UNKNOWN', `There is no probe ${item.probe}.`, 'Add it to harness/probes/index.ts.')
  }
  return probe(item, world, bench)
}
