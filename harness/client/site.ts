import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { PlatformStep, Start } from '../client-case.ts'
import { type AnyConfig, isApiConfig } from '../config/schema.ts'
import { TargetError } from '../errors.ts'
import { identityVariables } from '../mock-command/start.ts'
import { createCertificateAuthority } from '../mounts/certificate-authority.ts'
import type { CertificateAuthority, ForwardProxy } from '../mounts/contract.ts'
import { startForwardProxy } from '../mounts/forward-proxy.ts'
import { arcServer } from '../targets/arc-server.ts'
import type { RunningTarget } from '../targets/contract.ts'
import { createFakeTime, type FakeTime, findFakeTime } from '../targets/fake-time.ts'
import { findFreePort } from '../targets/ports.ts'
import { createWiring } from '../targets/wiring.ts'
import { createTemporaryFolder } from '../temporary-folder.ts'
import { BrokerBehind } from './broker-behind.ts'
import { brokerVariables } from './broker-variables.ts'
import { type ClientCloud, type ClientResources, createClientCloud } from './cloud.ts'
import { launchDetails, type LaunchOptions, launchProcess } from './launch.ts'
import { applyToCloud } from './platform.ts'
import { clientSystem, type ClientSystem, credentialKindsOf, sourcesOf, speaksTls, targetOf } from './system.ts'
import { changedSettings, credentialEnv, targetSettings } from './target-settings.ts'
import type { ClientVariables } from './variables.ts'

export interface ClientWorldResources extends ClientResources {
  readonly authority: CertificateAuthority
}

/** Changes to the environment of one start; `null` removes. */
type EnvironmentChanges = Readonly<Record<string, string | null>>

/** What a world is made of before its target is started. */
export interface Site {
  readonly system: ClientSystem
  readonly cloud: ClientCloud
  readonly authority: CertificateAuthority
  readonly variables: ClientVariables
  readonly change: (step: PlatformStep) => Promise<void>
  readonly launch: (changes: EnvironmentChanges) => Promise<RunningTarget>
  readonly behind: BrokerBehind | undefined
}

/** Everything but the target: the cloud, what carries requests to it, a folder, a port, the broker that it uses. */
export async function openSite(
  resources: ClientWorldResources,
  number: number,
  start: Start,
  stack: AsyncDisposableStack,
): Promise<Site> {
  const { config, directory, authority } = resources
  const system = targetOf(config, start)
  const folder = stack.use(await createTemporaryFolder('client'))
  const port = await portOf(system)
  const source = sourceOf(config, start)
  const arc = source === 'arc' ? stack.use(await arcServer()) : undefined
  const behind = start.client === undefined ? undefined : new BrokerBehind()
  const cloud = await createClientCloud(resources, number, start, port, { arc: arc?.agent, broker: behind })
  const variables = variablesOf(cloud, start, { folder: folder.path, directory })
  await writeFiles(cloud, start, variables, authority)
  const proxy = stack.use(await startForwardProxy({ mock: cloud.mock, authority }))
  const wiring = stack.use(await createWiring({ proxyUrl: proxy.url, authority }))
  const identity = await identityVariables(source, { mock: cloud.mock, authority, stack })
  const fakeTime = start.clock === true ? await fakeTimeIn(folder.path) : undefined
  const change = changer({ cloud, proxy, authority, fakeTime })
  for (const step of start.platform ?? []) await change(step)
  const common = {
    directory,
    wiring: { ...wiring.environment, ...fakeTime?.environment },
    under: arc?.under ?? [],
    tls: speaksTls(config, start),
  }
  if (behind !== undefined) {
    behind.running = stack.use(await launchBroker(config, start, { ...common, variables, identity }))
  }
  const settings = { ...targetSettings(config, system, start, variables), ...(behind === undefined ? identity : {}) }
  const launch = (changes: EnvironmentChanges): Promise<RunningTarget> =>
    launchProcess({
      ...common,
      name: system.name,
      launch: launchDetails(system.launch),
      port,
      settings: changedSettings(settings, { ...start.env, ...changes }, variables),
    })
  return { system, cloud, authority, variables, change, launch, behind }
}

/** Does what a step says of the cloud, of what carries requests to it, and of the target's clock. */
function changer({
  cloud,
  proxy,
  authority,
  fakeTime,
}: {
  readonly cloud: ClientCloud
  readonly proxy: ForwardProxy
  readonly authority: CertificateAuthority
  readonly fakeTime: FakeTime | undefined
}): Site['change'] {
  return async (step) => {
    if (step.do === 'certificates') {
      return proxy.present(step.trusted ? authority : await createCertificateAuthority())
    }
    if (step.do !== 'clock') return applyToCloud(step, cloud)
    cloud.clock.offsetMs += step.seconds * 1000
    if (step.of === 'both') await fakeTime?.set(Math.round(cloud.clock.offsetMs / 1000))
  }
}

async function portOf({ launch }: ClientSystem): Promise<number> {
  return launchDetails(launch).port ?? (await findFreePort())
}

/** Starts the broker behind a target that uses one; the identity is the broker's. */
async function launchBroker(
  config: AnyConfig,
  start: Start,
  {
    variables,
    identity,
    ...common
  }: Pick<LaunchOptions, 'directory' | 'wiring' | 'under' | 'tls'> & {
    readonly variables: ClientVariables
    readonly identity: Readonly<Record<string, string>>
  },
): Promise<RunningTarget> {
  const system = clientSystem(config)
  const port = await portOf(system)
  const known = start.client === 'other-secret' ? { brokerSecret: `another-${variables.brokerSecret}` } : {}
  const own = targetSettings(config, system, start, { ...variables, ...known, port: String(port) })
  return launchProcess({
    ...common,
    name: system.name,
    launch: launchDetails(system.launch),
    port,
    settings: { ...own, ...identity },
  })
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
