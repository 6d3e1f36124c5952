import { resolve } from 'node:path'
import type { ApiConfig } from '../config/api-schema.ts'
import { TargetError } from '../errors.ts'
import type { MockAzure } from '../mock-azure/contract.ts'
import type { CertificateAuthority } from '../mounts/contract.ts'
import { startForwardProxy } from '../mounts/forward-proxy.ts'
import { createTemporaryFolder } from '../temporary-folder.ts'
import type { RunningTarget } from './contract.ts'
import { createFakeTime, type FakeTime, findFakeTime } from './fake-time.ts'
import { findFreePort } from './ports.ts'
import { startProcessTarget } from './process-target.ts'
import { splitCommand } from './split-command.ts'
import { childEnvironment, createWiring, quickStart } from './wiring.ts'

export interface LaunchOptions {
  readonly mock: MockAzure
  readonly authority: CertificateAuthority
  readonly api: ApiConfig
  /** The config file's folder. */
  readonly directory: string
  /** The target's own settings, once its port is known. */
  readonly env: (port: number) => Readonly<Record<string, string>>
  /** Texts that must not show in the target's captured output. */
  readonly redact: readonly string[]
  /** The target's wall clock is to be movable. Default false. */
  readonly clock?: boolean
}

/** A target with everything that carries its requests to the mock. */
export interface LaunchedTarget extends AsyncDisposable {
  readonly target: RunningTarget
  readonly port: number
  /** Sets the target's wall clock so many seconds ahead of this machine's. Where `clock` asked for it. */
  readonly setClock?: (seconds: number) => Promise<void>
}

/** Whether `launchTarget` can give a target a clock of its own. */
export function canMoveClock({ launch }: Pick<ApiConfig, 'launch'>): boolean {
  return launch !== undefined && findFakeTime() !== undefined
}

/**
 * Starts the configured target, wired to the mock: a process through the forward proxy, a module through MSW.
 * @throws {TargetError} when it does not come up; nothing is left running then
 */
export async function launchTarget(options: LaunchOptions): Promise<LaunchedTarget> {
  await using stack = new AsyncDisposableStack()
  const started = await start(options, stack)
  const running = stack.move()
  return { ...started, [Symbol.asyncDispose]: () => running.disposeAsync() }
}

type Started = Pick<LaunchedTarget, 'target' | 'port' | 'setClock'>

async function start(options: LaunchOptions, stack: AsyncDisposableStack): Promise<Started> {
  const { launch, module, listen } = options.api
  if (launch !== undefined) return startProcess(options, launch, stack)
  // Loaded here: MSW is large, and processes do without it.
  const [{ startMsw }, { startModuleTarget }] = await Promise.all([
    import('../mounts/msw.ts'),
    import('./module-target.ts'),
  ])
  const port = await findFreePort()
  const mount = stack.use(startMsw(options.mock))
  const file = resolve(options.directory, module ?? '')
  // Several worlds may be there at once: what this module requests belongs to this world's cloud.
  const run = <T>(action: () => T): T => mount.run(action)
  const target = stack.use(await startModuleTarget({ file, env: options.env(port), listen, run }))
  return { target, port }
}

async function startProcess(
  options: LaunchOptions,
  launch: NonNullable<ApiConfig['launch']>,
  stack: AsyncDisposableStack,
): Promise<Started> {
  const { mock, authority, api } = options
  const { command, ready, timeoutSeconds, cwd = '.', port = await findFreePort() } = launchDetails(launch)
  const proxy = stack.use(await startForwardProxy({ mock, authority }))
  const wiring = stack.use(await createWiring({ proxyUrl: proxy.url, authority }))
  const fakeTime = options.clock === true ? await ownClock(stack) : undefined
  const target = await startProcessTarget({
    name: api.name ?? 'the target',
    command: typeof command === 'string' ? splitCommand(command) : command,
    cwd: resolve(options.directory, cwd),
    env: childEnvironment({
      parent: process.env,
      wiring: { ...quickStart, ...wiring.environment, ...fakeTime?.environment },
      settings: options.env(port),
    }),
    port,
    readyPath: ready,
    timeoutMs: timeoutSeconds * 1000,
    redact: options.redact,
  })
  const setClock = fakeTime === undefined ? {} : { setClock: (seconds: number) => fakeTime.set(seconds) }
  return { target: stack.use(target), port, ...setClock }
}

/** @throws {TargetError} `FAKETIME_MISSING` */
async function ownClock(stack: AsyncDisposableStack): Promise<FakeTime> {
  const library = findFakeTime()
  if (library === undefined) {
    throw new TargetError('FAKETIME_MISSING', 'libfaketime is not installed.', 'Debian: apt install faketime.')
  }
  const { path } = stack.use(await createTemporaryFolder('clock'))
  return createFakeTime(library, path)
}

function launchDetails(launch: NonNullable<ApiConfig['launch']>): Exclude<NonNullable<ApiConfig['launch']>, string> {
  return typeof launch === 'string' ? { command: launch, ready: '/', timeoutSeconds: 30 } : launch
}
