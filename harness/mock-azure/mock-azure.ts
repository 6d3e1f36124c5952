import { createRoleAssignments } from './access/role-assignments.ts'
import { createCanary } from './canary.ts'
import { ConnectionReset, type Directory, type MockAzure, type MockAzureOptions } from './contract.ts'
import { createDirectory } from './directory.ts'
import { createDownstream } from './downstream/downstream.ts'
import { createEntra } from './entra/entra.ts'
import { errorCodeOf } from './error-code.ts'
import { createFaults } from './faults.ts'
import { createKeyVault } from './key-vault/key-vault.ts'
import { createLedger } from './ledger.ts'
import { createManagedIdentity } from './managed-identity/managed-identity.ts'
import { createWorkload } from './managed-identity/workload.ts'
import { createWorkloadIssuers } from './managed-identity/workload-issuer.ts'
import { saveAll } from './save.ts'
import type { Call, Service } from './service.ts'
import { createTokenBroker } from './token-broker.ts'

/**
 * A stand-in for Microsoft's cloud. It opens no socket: `handle` maps a request to an answer.
 * @throws {ConfigError} `MOCK_…` when the seeds contradict each other
 */
export function createMockAzure(options: MockAzureOptions): MockAzure {
  const { clock, random } = options
  const directory = createDirectory(options.tenants, options.apps ?? [], options)
  const faults = createFaults()
  const ledger = createLedger(clock)
  const workload = createWorkload(options.workload ?? { identities: [] }, random)
  const roleAssignments = createRoleAssignments(options.roleAssignments ?? [])
  const vaults = (options.vaults ?? []).map((seed) =>
    createKeyVault({ directory, roleAssignments, clock, random }, seed),
  )
  const workloadIssuers = options.workloadIssuers ?? []
  const entra = createEntra({
    directory,
    clock,
    random,
    workloadIssuers,
    authorityHosts: options.authorityHosts ?? [],
    signIn: options.signIn ?? { mode: 'page' },
  })
  const managedIdentity = createManagedIdentity({ directory, clock, random, workload }, options.workload?.arc)
  const services: readonly Service[] = [
    entra.service,
    ...managedIdentity.services,
    createWorkloadIssuers(workloadIssuers),
    ...vaults.map(({ service }) => service),
    ...createDownstream({ directory, roleAssignments, clock, random }, options.downstream ?? []),
    ...(options.tokenBroker === undefined ? [] : [createTokenBroker(options.tokenBroker)]),
    createCanary(options.canaryHosts ?? [], options.canaryKeys ?? []),
  ]
  const owned = vaults.map(({ vault }) => vault)
  const serviceAt = (host: string): Service | undefined => services.find(({ hosts }) => hosts.has(host))

  return {
    directory,
    entra: entra.control,
    faults,
    ledger,
    clock,
    workload,
    roleAssignments,
    vaults: owned,
    vault: (name) => owned.find((vault) => vault.name.toLowerCase() === name.toLowerCase()),
    answers: (host) => serviceAt(host) !== undefined,
    async handle(request, body) {
      const url = new URL(request.url)
      const host = url.hostname
      const service = serviceAt(host)
      if (service === undefined) return undefined

      const call: Call = {
        url,
        body: body ?? (await request.text()),
        faults,
        keysOf: (tenantId) => pendingKeys(directory, tenantId),
      }
      const answer = await answerOrReset(service, request, call)
      const error = answer instanceof Response ? await errorCodeOf(answer) : undefined
      // Recorded before any scripted wait, so that a request which is still unanswered counts too.
      ledger.record({
        method: request.method,
        url: request.url,
        host,
        ...(call.endpoint === undefined ? {} : { endpoint: call.endpoint }),
        ...(call.tenantId === undefined ? {} : { tenantId: call.tenantId }),
        requestHeaders: Object.fromEntries(request.headers),
        ...(call.body === '' ? {} : { requestBody: call.body }),
        status: answer instanceof Response ? answer.status : 0,
        ...(error === undefined ? {} : { error }),
        faulted: call.fault !== undefined,
        refused: false,
      })
      if (call.fault?.do === 'latency') await clock.sleep(call.fault.ms)
      if (answer instanceof ConnectionReset) throw answer
      return answer
    },
    save: () => saveAll([directory, entra.control, faults, workload, managedIdentity, roleAssignments, ...owned]),
  }
}

/** The keys of one tenant, or of all, while they are still being made. */
function pendingKeys({ tenants }: Directory, tenantId: string | undefined): Promise<unknown> | undefined {
  const asked = tenantId === undefined ? tenants : tenants.filter(({ id }) => id === tenantId)
  const pending = asked.flatMap(({ keys }) => keys.pending ?? [])
  return pending.length === 0 ? undefined : Promise.all(pending)
}

async function answerOrReset(service: Service, request: Request, call: Call): Promise<Response | ConnectionReset> {
  try {
    return await service.app.fetch(request, call)
  } catch (error) {
    if (error instanceof ConnectionReset) return error
    throw error
  }
}
