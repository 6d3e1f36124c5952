import { canaryHosts, type CloudVariables, cloudSeed, cloudVariables } from '../fixtures/cloud.ts'
import type { Clock, RandomSource } from './clock.ts'
import type { Config } from './config/schema.ts'
import { createMovableClock } from './control/movable-clock.ts'
import type { KeySource, SigningKey } from './keys.ts'
import type { MockAzure } from './mock-azure/contract.ts'
import { createMockAzure } from './mock-azure/mock-azure.ts'
import type { CertificateAuthority } from './mounts/contract.ts'
import { keyLookup, namedKeys } from './named-keys.ts'
import { RouteTable } from './routes.ts'
import { launchTarget } from './targets/launch.ts'
import type { RunningTarget } from './targets/contract.ts'
import { createTemporaryFolder } from './temporary-folder.ts'
import type { KeyRef } from './tokens/recipe.ts'
import { fillTemplate, type Variables } from './variables.ts'

/** What one run hands to each of its worlds. */
export interface WorldResources {
  readonly config: Config
  /** The config file's folder: paths in the config are relative to it. */
  readonly directory: string
  readonly keys: KeySource
  readonly authority: CertificateAuthority
  readonly clock: Clock
  readonly random: RandomSource
  /** How targets are started. Default: as the configuration says (`launchTarget`). */
  readonly launch?: typeof launchTarget
  /** Whether `launch` can move a target's clock. Default: what `launchTarget` can here (`canMoveClock`). */
  readonly movesClock?: boolean
}

/** The stand-in cloud of one world, before and while its target runs. */
export interface Platform {
  readonly config: Config
  readonly table: RouteTable
  readonly variables: CloudVariables
  readonly mock: MockAzure
  readonly clock: Clock
  readonly random: RandomSource
  /** The key a recipe names, as things stand now: after a rollover, `tenant` is the new key. */
  key(ref: KeyRef): SigningKey
}

/** A platform, its mounts and one running target. Disposing ends the target, the mounts and the temporary folder. */
export interface World extends Platform, AsyncDisposable {
  readonly variables: Variables
  readonly target: RunningTarget
  /** Moves the cloud's clock and the target's, in a world that was started for that. */
  moveClock(seconds: number): Promise<void>
}

/**
 * Starts a world.
 *
 * @param number tells its tenants and applications from every other world's; from 1
 * @param before runs just before the target starts: faults that must meet a cold start, work to do meanwhile
 * @param options `clock`: the target's clock is to be movable
 * @throws {TargetError} when the target does not come up; nothing is left running then
 */
export async function startWorld(
  resources: WorldResources,
  number: number,
  before: (platform: Platform) => void = () => {},
  options: { readonly clock?: boolean } = {},
): Promise<World> {
  const { config, keys, random } = resources
  const clock = createMovableClock(resources.clock)
  const { api } = config
  await using stack = new AsyncDisposableStack()
  const { path: dataDir } = stack.use(await createTemporaryFolder('world'))
  const cloud = cloudVariables(number, api.tokenVersions[0] ?? '2.0')
  const named = await namedKeys(keys)
  const mock = createMockAzure({
    clock,
    random,
    keys,
    ...(await cloudSeed(cloud, api, keys)),
    canaryHosts,
    canaryKeys: [named.outsider],
  })
  const platform: Platform = {
    config,
    table: new RouteTable(api),
    variables: cloud,
    mock,
    clock,
    random,
    key: keyLookup(mock, cloud.tenantId, named),
  }
  before(platform)
  const launched = await (resources.launch ?? launchTarget)({
    mock,
    authority: resources.authority,
    api,
    directory: resources.directory,
    env: (port) => targetEnvironment(config, { ...cloud, port: String(port), dataDir }),
    redact: [cloud.clientSecret],
    ...options,
  })
  stack.use(launched)
  const running = stack.move()
  return {
    ...platform,
    variables: { ...cloud, port: String(launched.port), dataDir },
    target: launched.target,
    async moveClock(seconds) {
      clock.offsetMs += seconds * 1000
      await launched.setClock?.(Math.round(clock.offsetMs / 1000))
      launched.target.forgetConnections?.()
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

/** The target's own settings with the variables filled in. The loader has refused unknown ones already. */
function targetEnvironment(config: Config, variables: Variables): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config.api.env).map(([name, value]) => [name, fillTemplate(String(value), variables)]),
  )
}
