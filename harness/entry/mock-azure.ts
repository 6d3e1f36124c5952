import { type RunningCloud, startCloud as start, type StartOptions } from '../mock-command/start.ts'
import { defaultSeedFile, loadSeed, parseSeed } from '../seed/load.ts'
import type { Seed, SeedInput } from '../seed/schema.ts'
import { createSeededCloud, type SeededCloud, type SeededCloudOptions } from '../seed/seeded-cloud.ts'

export type { Control } from '../control/contract.ts'
export type { LedgerEntry, LedgerQuery, MockAzure } from '../mock-azure/contract.ts'
export type { RunningCloud, SeededCloud, SeedInput }
export { createMovableClock } from '../control/movable-clock.ts'
export { createHeldClock } from '../held-clock.ts'

/**
 * A stand-in for Microsoft's cloud within this process: no socket, `mock.handle(request)` gives the answer.
 *
 * @param seed a seed file (YAML or JSON), or what would stand in one; default: the one of `entra-conformance mock`
 * @throws {ConfigError} `SEED_…` or `MOCK_…` when the seed cannot be read or contradicts itself
 */
export async function createCloud(seed?: string | SeedInput, options?: SeededCloudOptions): Promise<SeededCloud> {
  return createSeededCloud(await readSeed(seed), options)
}

/**
 * The same with listeners on 127.0.0.1, for other processes: `environment` leads them there. Dispose it in the end.
 *
 * @throws {ConfigError} as `createCloud`
 * @throws {InternalError} `PORT_UNAVAILABLE`
 */
export async function startCloud(seed?: string | SeedInput, options?: StartOptions): Promise<RunningCloud> {
  return start(await readSeed(seed), options)
}

async function readSeed(seed: string | SeedInput = defaultSeedFile): Promise<Seed> {
  return typeof seed === 'string' ? loadSeed(seed) : parseSeed(seed, 'The seed')
}
