import { type Save, saveAll } from '../save.ts'
import type { Service } from '../service.ts'
import type { ManagedIdentityCloud } from './access-token.ts'
import { createAppService } from './app-service.ts'
import { createArc } from './arc.ts'
import { createAzureMl } from './azure-ml.ts'
import { createCloudShell } from './cloud-shell.ts'
import type { ArcAgent } from './contract.ts'
import { createImds } from './imds.ts'
import { createServiceFabric } from './service-fabric.ts'

/** Every managed identity source, all for the same workload: its environment decides which one a client asks. */
export function createManagedIdentity(
  cloud: ManagedIdentityCloud,
  agent: ArcAgent | undefined,
): { readonly services: readonly Service[]; readonly save: Save } {
  const arc = agent === undefined ? [] : [createArc(cloud, agent)]
  const services = [
    createImds(cloud),
    createAppService(cloud),
    createServiceFabric(cloud),
    createAzureMl(cloud),
    createCloudShell(cloud),
    ...arc.map(({ service }) => service),
  ]
  return { services, save: () => saveAll(arc) }
}
