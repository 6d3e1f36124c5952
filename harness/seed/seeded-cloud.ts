import type { Clock } from '../clock.ts'
import { createControl } from '../control/control.ts'
import type { Control } from '../control/contract.ts'
import { createMovableClock } from '../control/movable-clock.ts'
import { createKeySource } from '../key-source.ts'
import type { SigningKey } from '../keys.ts'
import type { AppSeed, MockAzure, MockAzureOptions } from '../mock-azure/contract.ts'
import { createMockAzure } from '../mock-azure/mock-azure.ts'
import { systemClock, systemRandom } from '../system.ts'
import { type ClientCertificate, createClientCertificate } from './client-certificate.ts'
import type { Seed } from './schema.ts'

export interface SeededCloudOptions {
  /** Default: the machine's. */
  readonly clock?: Clock
  /** See `MockAzureOptions`. */
  readonly authorityHosts?: readonly string[]
}

/** A certificate made for an app that asked for one. */
interface AppCertificate extends ClientCertificate {
  readonly clientId: string
}

/** A cloud with what a seed says, and the means to change it. */
export interface SeededCloud {
  readonly mock: MockAzure
  readonly control: Control
  readonly seed: Seed
  /** Settles when they are made; requests to Entra ID wait for that by themselves. */
  readonly certificates: Promise<readonly AppCertificate[]>
}

/**
 * Makes a cloud that answers at once: keys and certificates are made meanwhile, the first tenant's first.
 * @throws {ConfigError} `MOCK_…` when parts of the seed contradict each other
 */
export function createSeededCloud(seed: Seed, options: SeededCloudOptions = {}): SeededCloud {
  const clock = createMovableClock(options.clock ?? systemClock)
  const keys = createKeySource()
  const home = seed.tenants[0]?.id ?? ''
  const apps = seed.apps.map((app) => readApp(home, app))
  // One after the other: side by side the first token would wait for all of them.
  const first = keys.key(home)
  const certificates = makeCertificates(first, apps)
  // Whoever waits for them sees why there are none.
  certificates.catch(() => {})
  let made: Promise<unknown> = certificates
  const tenants = seed.tenants.map((tenant) => {
    if (tenant.id === home) return { ...tenant, keys: keyOnce(first, certificates) }
    const key = made.then(() => keys.key(tenant.id))
    made = key
    return { ...tenant, keys: keyOnce(key) }
  })
  const mock = createMockAzure({
    ...cloudOptions(seed, home),
    ...(options.authorityHosts === undefined ? {} : { authorityHosts: options.authorityHosts }),
    clock,
    random: systemRandom,
    keys,
    tenants,
    apps: apps.map(({ app }) => app),
  })
  return { mock, control: createControl({ mock, keys, clock }), seed, certificates }
}

/** A registration, and the list of its certificates, to which a new one is added once it is made. */
interface ReadApp {
  readonly app: AppSeed
  readonly certificates: string[]
  readonly wantsCertificate: boolean
}

function readApp(home: string, seeded: Seed['apps'][number]): ReadApp {
  const { certificateFiles: _, newCertificate, ...app } = seeded
  const certificates = [...(app.certificates ?? [])]
  return {
    app: { tenantId: home, ...app, certificates },
    certificates,
    wantsCertificate: newCertificate !== undefined,
  }
}

async function makeCertificates(after: Promise<unknown>, apps: readonly ReadApp[]): Promise<readonly AppCertificate[]> {
  await after
  const made: AppCertificate[] = []
  for (const { app, certificates } of apps.filter(({ wantsCertificate }) => wantsCertificate)) {
    const certificate = await createClientCertificate(app.displayName)
    certificates.push(certificate.certificatePem)
    made.push({ clientId: app.clientId, ...certificate })
  }
  return made
}

async function keyOnce(key: Promise<SigningKey>, also?: Promise<unknown>): Promise<readonly [SigningKey]> {
  const made = await key
  await also
  return [made]
}

/** The parts of a seed, each in a tenant. */
function cloudOptions(
  seed: Seed,
  home: string,
): Omit<MockAzureOptions, 'clock' | 'random' | 'keys' | 'tenants' | 'apps' | 'authorityHosts'> {
  const inTenant = <T extends { readonly tenantId?: string }>(part: T): T & { readonly tenantId: string } => ({
    ...part,
    tenantId: part.tenantId ?? home,
  })
  const { workload, signIn, guests, roleAssignments } = seed
  return {
    signIn,
    guests,
    roleAssignments,
    users: seed.users.map(inTenant),
    groups: seed.groups.map(inTenant),
    appRoleAssignments: seed.appRoleAssignments.map(inTenant),
    consents: seed.consents.map(inTenant),
    workload: { ...workload, identities: workload.identities.map(inTenant) },
    vaults: seed.vaults.map(inTenant),
    downstream: seed.downstream.map(inTenant),
  }
}
