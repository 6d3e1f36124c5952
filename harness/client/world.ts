import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { PlatformStep, RestartStep, Start } from '../client-case.ts'
import { type AnyConfig, isApiConfig } from '../config/schema.ts'
import { TargetError } from '../errors.ts'
import { identityVariables } from '../mock-command/start.ts'
import { createCertificateAuthority } from '../mounts/certificate-authority.ts'
import type { CertificateAuthority } from '../mounts/contract.ts'
import { startForwardProxy } from '../mounts/forward-proxy.ts'
import { arcServer } from '../targets/arc-server.ts'
import type { RunningTarget } from '../targets/contract.ts'
import { createFakeTime, type FakeTime, findFakeTime } from '../targets/fake-time.ts'
import { findFreePort } from '../targets/ports.ts'
import { createWiring } from '../targets/wiring.ts'
import { createTemporaryFolder } from '../temporary-folder.ts'
import { brokerVariables } from './broker-variables.ts'
import { type ClientCloud, type ClientResources, createClientCloud } from './cloud.ts'
import { type FailedStart, launchDetails, launched, launchProcess } from './launch.ts'
import { applyToCloud } from './platform.ts'
import { clientSystem, type ClientSystem, credentialKindsOf, sourcesOf, speaksTls } from './system.ts'
import { changedSettings, credentialEnv, targetSettings } from './target-settings.ts'
import type { ClientVariables } from './variables.ts'

export interface ClientWorldResources extends ClientResources {
  readonly authority: CertificateAuthority
}

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
  /** What the target has written since it was first started. */
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

/** Changes to the environment of one start; `null` removes. */
type EnvironmentChanges = Readonly<Record<string, string | null>>

/** What a world is made of before its target is started. */
interface Site {
  readonly system: ClientSystem
  readonly cloud: ClientCloud
  readonly authority: CertificateAuthority
  readonly variables: ClientVariables
  readonly change: (step: PlatformStep) => Promise<void>
  readonly launch: (changes: EnvironmentChanges) => Promise<RunningTarget>
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
  { system, cloud, authority, variables, change, launch }: Site,
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
    output: () => [...before, world.target?.output() ?? world.failedStart?.output ?? ''].join('\n'),
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
      if (step.do === 'clock') world.target?.forgetConnections?.()
    },
    async [Symbol.asyncDispose]() {
      await world.target?.[Symbol.asyncDispose]()
      await resources[Symbol.asyncDispose]()
    },
  }
  return world
}

/** Everything but the target: the cloud, what carries requests to it, a folder, a port. */
async function openSite(
  resources: ClientWorldResources,
  number: number,
  start: Start,
  stack: AsyncDisposableStack,
): Promise<Site> {
  const { config, directory, authority } = resources
  const system = clientSystem(config)
  const folder = stack.use(await createTemporaryFolder('client'))
  const details = launchDetails(system.launch)
  const port = details.port ?? (await findFreePort())
  const source = sourceOf(config, start)
  const arc = source === 'arc' ? stack.use(await arcServer()) : undefined
  const cloud = await createClientCloud(resources, number, start, port, arc?.agent)
  const variables = variablesOf(cloud, start, { folder: folder.path, directory })
  await writeFiles(cloud, start, variables, authority)
  const proxy = stack.use(await startForwardProxy({ mock: cloud.mock, authority }))
  const wiring = stack.use(await createWiring({ proxyUrl: proxy.url, authority }))
  const identity = await identityVariables(source, { mock: cloud.mock, authority, stack })
  const fakeTime = start.clock === true ? await fakeTimeIn(folder.path) : undefined
  const change = async (step: PlatformStep): Promise<void> => {
    if (step.do === 'certificates') {
      return proxy.present(step.trusted ? authority : await createCertificateAuthority())
    }
    if (step.do !== 'clock') return applyToCloud(step, cloud)
    cloud.clock.offsetMs += step.seconds * 1000
    if (step.of === 'both') await fakeTime?.set(Math.round(cloud.clock.offsetMs / 1000))
  }
  for (const step of start.platform ?? []) await change(step)
  const settings = { ...targetSettings(config, system, start, variables), ...identity, ...fakeTime?.environment }
  const launch = (changes: EnvironmentChanges): Promise<RunningTarget> =>
    launchProcess({
      name: system.name,
      launch: details,
      directory,
      port,
      wiring: wiring.environment,
      settings: changedSettings(settings, { ...start.env, ...changes }, variables),
      under: arc?.under ?? [],
      tls: speaksTls(config, start),
    })
  return { system, cloud, authority, variables, change, launch }
}

function variablesOf(
  { config, variables }: ClientCloud,
  start: Start,
  { folder, directory }: { readonly folder: string; readonly directory: string },
): ClientVariables {
  return {
    ...variables,
    ...brokerVariables(config, variables),
    configDir: directory,
    searchPath: process.env['PATH'] ?? '',
    dataDir: join(folder, 'data'),
    federatedTokenFile: join(folder, 'token'),
    tlsCertificateFile: join(folder, 'tls-certificate.pem'),
    tlsKeyFile: join(folder, 'tls-key.pem'),
    returnParameter: isApiConfig(config) ? '' : (config.webApp?.returnParameter ?? ''),
    credentialSettings: Object.keys(credentialEnv(config, start.credential)).join('|'),
  }
}

async function writeFiles(
  cloud: ClientCloud,
  start: Start,
  { dataDir, federatedTokenFile, tlsCertificateFile, tlsKeyFile }: ClientVariables,
  authority: CertificateAuthority,
): Promise<void> {
  const { others = [] } = start
  await mkdir(dataDir)
  if (speaksTls(cloud.config, start)) {
    const { certificatePem, privateKeyPem } = await authority.leaf(clientSystem(cloud.config).host)
    await writeFile(tlsCertificateFile, certificatePem)
    await writeFile(tlsKeyFile, privateKeyPem, { mode: 0o600 })
  }
  if (others.includes('workload-identity')) await writeFile(federatedTokenFile, await cloud.workloadToken())
}

/** Where the managed identity of the target is. */
function sourceOf(config: AnyConfig, { source, credential, vault = 'off' }: Start) {
  const kind = credential ?? credentialKindsOf(config)[0]
  return source ?? sourcesOf(config, kind, vault !== 'off')[0] ?? 'none'
}

async function fakeTimeIn(folder: string): Promise<FakeTime> {
  const library = findFakeTime()
  if (library !== undefined) return createFakeTime(library, folder)
  throw new TargetError('FAKETIME_MISSING', 'libfaketime is not installed.', 'Debian: apt install faketime.')
}
