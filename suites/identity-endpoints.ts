import type { Endpoint } from '../harness/mock-azure/contract.ts'

/** Every endpoint where tokens of a managed identity come from. */
export const identityEndpoints = [
  'imds.token',
  'app-service.token',
  'azure-ml.token',
  'cloud-shell.token',
  'service-fabric.token',
  'arc.token',
] as const satisfies readonly Endpoint[]
