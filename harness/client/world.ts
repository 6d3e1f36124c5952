import { mkdir, rm } from 'node:fs/promises'

import type { PlatformStep, RestartStep, Start } from '../client-case.ts'
import type { CertificateAuthority } from '../mounts/contract.ts'
import type { RunningTarget } from '../targets/contract.ts'
import type { ClientCloud } from './cloud.ts'
import { type FailedStart, launched } from './launch.ts'
import { type ClientWorldResources, openSite, type Site } from './site.ts'
import type { ClientSystem } from './system.ts'
import type { ClientVariables } from './variables.ts'

export type { ClientWorldResources } from './site.ts'

/** A cloud and a target that runs against it. Disposing ends all of it. */
export interface ClientWorld extends ClientCloud, AsyncDisposable {
  readonly system: ClientSystem
  readonly variables: ClientVariables
  readonly start: Start
  /** Who issued the certificate with which it speaks TLS. */
  readonly authority: CertificateAuthority
  /** The running target; undefined: it did not start. */
  target: RunningTarget | undefined
  /** What became of a start that failed. */
  failedStart: FailedStart | undefined
  /** How far what it left behind has been looked through for conduct: what comes after is the next case's. */
  lookedThrough: Traced
  /** What the target has written since it was first started, and the broker behind it. */
  output(): string
  restart(step: RestartStep): Promise<void>
  /** Changes the cloud, and the target's clock, as a step says. */
  change(step: PlatformStep): Promise<void>
}

/** How much a target had left behind at a moment. */
export interface Traced {
  /** `Ledger.mark()`. */
  readonly ledger: number
  readonly urls: number
  readonly output: string
}

/** What there is of it now. */
export function tracedBy(world: ClientWorld): Traced {
  return { ledger: world.mock.ledger.mark(), urls: world.mock.urls.length, output: world.output() }
}

/**
 * Starts a world for cases with that `start`.
 *
 * @throws {TargetError} when the target does not come up although it should
 */
export async function startClientWorld(
  resources: ClientWorldResources,
  number: number,
  start: Start,
): Promise<ClientWorld> {
  await using stack = new AsyncDisposableStack()
  const site = await openSite(resources, number, start, stack)
  const first = await launched(start.expect ?? 'runs', () => site.launch({}))
  return worldOf(site, start, first, stack.move())
}

function worldOf(
  { system, cloud, authority, variables, change, launch, behind }: Site,
  start: Start,
  first: Pick<ClientWorld, 'target' | 'failedStart'>,
  resources: AsyncDisposable,
): ClientWorld {
  /** What the instances before this one have written. */
  const before: string[] = []
  const world: ClientWorld = {
    ...cloud,
    ...first,
    system,
    variables,
    start,
    authority,
    lookedThrough: { ledger: 0, urls: 0, output: '' },
    output: () => {
      const own = world.target?.output() ?? world.failedStart?.output ?? ''
      return [...(behind?.running === undefined ? [] : [behind.running.output()]), ...before, own].join('\n')
    },
    async restart({ env = {}, data = 'kept', expect = 'runs' }) {
      before.push(world.target?.output() ?? '')
      await world.target?.[Symbol.asyncDispose]()
      world.target = undefined
      if (data === 'lost') {
        await rm(variables.dataDir, { recursive: true })
        await mkdir(variables.dataDir)
      }
      Object.assign(world, await launched(expect, () => launch(env)))
    },
    async change(step) {
      await change(step)
      if (step.do !== 'clock') return
      world.target?.forgetConnections?.()
      behind?.running?.forgetConnections?.()
    },
    async [Symbol.asyncDispose]() {
      await world.target?.[Symbol.asyncDispose]()
      await resources[Symbol.asyncDispose]()
    },
  }
  return world
}
