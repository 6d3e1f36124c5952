import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

import { staleGuid } from '../../fixtures/client-cloud.ts'
import type { CredentialKind, EndedStep, PlatformStep, RestartStep, Start } from '../client-case.ts'
import type { EnvConfig } from '../config/parts.ts'
import { type AnyConfig, isApiConfig } from '../config/schema.ts'
import { TargetError } from '../errors.ts'
import { identityVariables } from '../mock-command/start.ts'
import { createCertificateAuthority } from '../mounts/certificate-authority.ts'
import type { CertificateAuthority } from '../mounts/contract.ts'
import { startForwardProxy } from '../mounts/forward-proxy.ts'
import type { RunningTarget } from '../targets/contract.ts'
import { findFreePort } from '../targets/ports.ts'
import { startProcessTarget } from '../targets/process-target.ts'
import { splitCommand } from '../targets/split-command.ts'
import { childEnvironment, createWiring, quickStart } from '../targets/wiring.ts'
import { createTemporaryFolder } from '../temporary-folder.ts'
import { fillTemplate } from '../variables.ts'
import { brokerVariables } from './broker-variables.ts'
import { type ClientCloud, type ClientResources, createClientCloud } from './cloud.ts'
import { createFakeTime, type FakeTime, findFakeTime } from './fake-time.ts'
import { applyToCloud } from './platform.ts'
import { clientSystem, type ClientSystem, credentialKindsOf, sourcesOf } from './system.ts'
import type { ClientVariables } from './variables.ts'

export interface ClientWorldResources extends ClientResources {
  readonly authority: CertificateAuthority
}

/** How a target ended that was asked to start. */
export interface FailedStart {
  /** As the process said it; undefined: it was still running when the time was over. */
  readonly exitCode: number | undefined
  readonly output: string
}

/** A cloud and a target that runs against it. Disposing ends all of it. */
export interface ClientWorld extends ClientCloud, AsyncDisposable {
  readonly system: ClientSystem
  readonly variables: ClientVariables
  readonly start: Start
  /** The running target; undefined: it did not start. */
  target: RunningTarget | undefined
  /** What became of a start that failed. */
  failedStart: FailedStart | undefined
  /** What the target has written since it was first started. */
  output(): string
  restart(step: RestartStep): Promise<void>
  /** Changes the cloud, and the target's clock, as a step says. */
  change(step: PlatformStep): Promise<void>
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
  const { config, authority } = resources
  await using stack = new AsyncDisposableStack()
  const system = clientSystem(config)
  const folder = stack.use(await createTemporaryFolder('client'))
  const dataDir = join(folder.path, 'data')
  await mkdir(dataDir)
  const { launch } = system
  const details = typeof launch === 'string' ? { command: launch, ready: '/', timeoutSeconds: 30 } : launch
  const port = ('port' in details ? details.port : undefined) ?? (await findFreePort())
  const cloud = await createClientCloud(resources, number, start, port)
  const { mock } = cloud
  const variables: ClientVariables = {
    ...cloud.variables,
    ...brokerVariables(config, cloud.variables),
    configDir: resources.directory,
    searchPath: process.env['PATH'] ?? '',
    dataDir,
    federatedTokenFile: join(folder.path, 'token'),
    returnParameter: returnParameterOf(config),
    credentialSettings: Object.keys(credentialEnv(config, start.credential)).join('|'),
  }
  if (start.others?.includes('workload-identity') === true) {
    await writeFile(variables.federatedTokenFile, await cloud.workloadToken())
  }
  const proxy = stack.use(await startForwardProxy({ mock, authority }))
  const wiring = stack.use(await createWiring({ proxyUrl: proxy.url, authority }))
  const credential = start.credential ?? credentialKindsOf(config)[0]
  const sources = sourcesOf(config, credential, (start.vault ?? 'off') !== 'off')
  const source = start.source ?? sources[0] ?? 'none'
  const identity = await identityVariables(source, { mock, authority, stack })
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
  const before: string[] = []
  const launchTarget = (extra: Readonly<Record<string, string | null>>): Promise<RunningTarget> =>
    startProcessTarget({
      name: system.name,
      command: typeof details.command === 'string' ? splitCommand(details.command) : details.command,
      cwd: resolve(resources.directory, ('cwd' in details ? details.cwd : undefined) ?? '.'),
      env: childEnvironment({
        parent: process.env,
        wiring: { ...quickStart, ...wiring.environment },
        settings: changed(settings, { ...start.env, ...extra }, variables),
      }),
      port,
      readyPath: details.ready,
      timeoutMs: details.timeoutSeconds * 1000,
      // The output is looked through for secrets, so nothing is taken out of it here.
      redact: [],
    })
  const world: ClientWorld = {
    ...cloud,
    system,
    variables,
    start,
    target: undefined,
    failedStart: undefined,
    output: () => [...before, world.target?.output() ?? world.failedStart?.output ?? ''].join('\n'),
    async restart({ env = {}, data = 'kept', expect = 'runs' }) {
      before.push(world.target?.output() ?? '')
      await world.target?.[Symbol.asyncDispose]()
      world.target = undefined
      if (data === 'lost') {
        await rm(dataDir, { recursive: true })
        await mkdir(dataDir)
      }
      await launchInto(world, expect, () => launchTarget(env))
    },
    async change(step) {
      await change(step)
      if (step.do === 'clock') world.target?.forgetConnections?.()
    },
    async [Symbol.asyncDispose]() {
      await world.target?.[Symbol.asyncDispose]()
      await running.disposeAsync()
    },
  }
  await launchInto(world, start.expect ?? 'runs', () => launchTarget({}))
  const running = stack.move()
  return world
}

async function fakeTimeIn(folder: string): Promise<FakeTime> {
  const library = findFakeTime()
  if (library !== undefined) return createFakeTime(library, folder)
  throw new TargetError('FAKETIME_MISSING', 'libfaketime is not installed.', 'Debian: apt install faketime.')
}

/** Starts the target; where it must not come up, keeps how it ended. */
async function launchInto(
  world: Pick<ClientWorld, 'target' | 'failedStart'>,
  expect: NonNullable<Start['expect']>,
  launch: () => Promise<RunningTarget>,
): Promise<void> {
  world.failedStart = undefined
  try {
    world.target = await launch()
  } catch (error) {
    if (expect === 'runs' || !(error instanceof TargetError)) throw error
    const output = error.details ?? ''
    if (error.code === 'TARGET_NOT_READY') {
      world.failedStart = { exitCode: undefined, output }
    } else if (error.code === 'TARGET_ENDED_EARLY') {
      world.failedStart = { exitCode: Number(/exit code (\d+)/.exec(error.message)?.[1] ?? 1), output }
    } else {
      throw error
    }
  }
}

/** The target's own settings: of the system, of the kind of credential, and beside a vault as the case wants them. */
function targetSettings(
  config: AnyConfig,
  system: ClientSystem,
  start: Start,
  variables: ClientVariables,
): Record<string, string> {
  const { webApp, agent } = isApiConfig(config) ? {} : config
  const ofCredential = Object.entries(credentialEnv(config, start.credential)).flatMap(([name, value]) =>
    start.credentialSettings === 'absent' ? [] : [[name, start.credentialSettings === 'empty' ? '' : value] as const],
  )
  const beside = (start.beside ?? []).map((kind) => credentialEnv(config, kind))
  const ofOthers = (start.others ?? []).map((other) => agent?.credentials[other]?.env ?? {})
  const own = start.demo === true ? (agent?.demo?.env ?? {}) : system.env
  const behindTls = start.tls === true ? (webApp?.behindTls?.env ?? {}) : {}
  const templates = [own, ...beside, Object.fromEntries(ofCredential), ...ofOthers, behindTls].flatMap((settings) =>
    Object.entries(settings),
  )
  const filled = Object.fromEntries(
    templates.map(([name, value]) => [name, fillTemplate(String(value), variables)] as const),
  )
  return besideVault(config, start, filled, variables)
}

/** The settings of a kind of credential, as they are written; of the first one declared where none is named. */
function credentialEnv(config: AnyConfig, kind: CredentialKind | undefined): EnvConfig {
  const chosen = kind ?? credentialKindsOf(config)[0]
  if (chosen === undefined || isApiConfig(config)) return {}
  return config.webApp?.credentials[chosen]?.env ?? {}
}

function returnParameterOf(config: AnyConfig): string {
  return isApiConfig(config) ? '' : (config.webApp?.returnParameter ?? '')
}

/** The settings as they are beside a vault: those that come from there right, stale, or not there. */
function besideVault(
  { keyVault }: AnyConfig,
  { vault = 'off' }: Start,
  settings: Readonly<Record<string, string>>,
  variables: ClientVariables,
): Record<string, string> {
  if (keyVault === undefined || vault === 'off') return { ...settings }
  const kept = Object.entries(settings).flatMap(([name, value]) => {
    if (keyVault.secrets[name] === undefined || vault === 'environment-right') return [[name, value] as const]
    return vault === 'environment-stale' ? [[name, staleValue(value)] as const] : []
  })
  const switches = Object.entries(keyVault.env).map(
    ([name, value]) => [name, fillTemplate(String(value), variables)] as const,
  )
  return { ...Object.fromEntries(kept), ...Object.fromEntries(switches) }
}

/** Where the value is a GUID, one of nothing. */
function staleValue(value: string): string {
  return value.replace(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/i, staleGuid)
}

function changed(
  settings: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string | null>>,
  variables: ClientVariables,
): Record<string, string> {
  const kept = Object.entries(settings).filter(([name]) => changes[name] !== null)
  const set = Object.entries(changes).flatMap(([name, value]) =>
    value === null ? [] : [[name, fillTemplate(value, variables)] as const],
  )
  return Object.fromEntries([...kept, ...set])
}

/** What an `ended` step wants of a target that runs. */
export async function waitForEnd(world: ClientWorld, { withinMs = 5000 }: EndedStep): Promise<void> {
  const deadline = performance.now() + withinMs
  while (world.target !== undefined && world.target.ended() === undefined && performance.now() < deadline) {
    await world.clock.sleep(20)
  }
}
