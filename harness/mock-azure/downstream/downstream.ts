import { createHash } from 'node:crypto'

import type { RandomSource } from '../../clock.ts'
import type { GuardedCloud } from '../access/guard.ts'
import type { Service } from '../service.ts'
import { createAzureOpenAi } from './azure-openai.ts'
import type { DownstreamSeed, GuardedResourceSeed } from './contract.ts'
import { createGraph } from './graph.ts'
import { createGuardedResource } from './guarded-resource.ts'
import { createSessionPools } from './session-pool.ts'

export interface DownstreamCloud extends GuardedCloud {
  readonly random: RandomSource
}

/** The services that a workload calls with its tokens. Microsoft Graph is always there. */
export function createDownstream(cloud: DownstreamCloud, seeds: readonly DownstreamSeed[]): readonly Service[] {
  const pools = seeds.filter((seed) => seed.kind === 'session-pool')
  const single = seeds.flatMap((seed): readonly Service[] => {
    switch (seed.kind) {
      case 'azure-openai':
        return [createAzureOpenAi(cloud, seed)]
      case 'guarded-resource':
        register(cloud, seed)
        return [createGuardedResource(cloud, seed)]
      case 'session-pool':
        return []
    }
  })
  return [createGraph(cloud), ...single, ...createSessionPools(cloud, pools)]
}

/** Entra ID gives out tokens only for what is registered with it. */
function register({ directory }: DownstreamCloud, { host, tenantId, audiences }: GuardedResourceSeed): void {
  for (const audience of audiences) {
    if (directory.app(tenantId, audience) !== undefined) continue
    directory.addApp({
      clientId: isGuid(audience) ? audience : guidOf(audience),
      tenantId,
      displayName: host,
      ...(isGuid(audience) ? {} : { identifierUris: [audience] }),
    })
  }
}

function isGuid(text: string): boolean {
  return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)
}

/** The same for the same audience, so that two runs give the same cloud. */
function guidOf(audience: string): string {
  const hex = createHash('sha256').update(audience).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
