import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { ApiConfig } from '../config/schema.ts'
import type { MockAzure } from '../mock-azure/contract.ts'
import type { CertificateAuthority } from '../mounts/contract.ts'
import { startForwardProxy } from '../mounts/forward-proxy.ts'
import type { RunningTarget } from './contract.ts'
import { findFreePort, startProcessTarget } from './process-target.ts'

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
}

/** A target with everything that carries its requests to the mock. */
export interface LaunchedTarget extends AsyncDisposable {
  readonly target: RunningTarget
  readonly port: number
}

export async function launchTarget(options: LaunchOptions): Promise<LaunchedTarget> {
  const { api, mock, authority } = options
  if (api.launch === undefined) throw new Error('module: not yet')
  const launch = typeof api.launch === 'string' ? { command: api.launch, ready: '/', timeoutSeconds: 30 } : api.launch
  await using stack = new AsyncDisposableStack()
  const proxy = stack.use(await startForwardProxy({ mock, authority }))
  const dir = await mkdtemp(join(tmpdir(), 'ec-'))
  stack.defer(() => rm(dir, { recursive: true, force: true }))
  await writeFile(join(dir, 'ca.pem'), authority.certificatePem)
  const port = await findFreePort()
  const target = stack.use(
    await startProcessTarget({
      name: api.name ?? 'target',
      command: typeof launch.command === 'string' ? launch.command.split(' ') : launch.command,
      cwd: resolve(options.directory),
      env: {
        PATH: process.env['PATH'] ?? '',
        HTTPS_PROXY: proxy.url,
        HTTP_PROXY: proxy.url,
        NO_PROXY: '127.0.0.1,localhost',
        NODE_EXTRA_CA_CERTS: join(dir, 'ca.pem'),
        NODE_USE_ENV_PROXY: '1',
        ...options.env(port),
      },
      port,
      readyPath: launch.ready,
      timeoutMs: launch.timeoutSeconds * 1000,
      redact: options.redact,
    }),
  )
  const moved = stack.move()
  return { target, port, [Symbol.asyncDispose]: () => moved.disposeAsync() }
}
