import { defaultSeedFile, loadSeed } from '../seed/load.ts'
import { renderEnd, renderEnvironment, replaceEnvironmentFile, writeEnvironmentFile } from './environment-file.ts'
import { startCloud, type StartOptions } from './start.ts'
import { renderSummary } from './summary.ts'

/** How often it is looked whether npm is still there. */
const parentPollMs = 250

export interface RunOptions extends StartOptions {
  /** Default: the built-in seed. */
  readonly seedFile?: string
  /** Default: the environment is shown instead. */
  readonly environmentFile?: string
}

/**
 * Runs a cloud in the foreground until a signal asks it to end; then every listener is closed and every file removed.
 * @throws {ConfigError} `SEED_…`, `MOCK_…` or `ENV_FILE`
 * @throws {InternalError} `PORT_UNAVAILABLE`
 */
export async function runMock({ seedFile = defaultSeedFile, environmentFile, ...options }: RunOptions): Promise<void> {
  const end = Promise.race([nextSignal(), endOfNpm()])
  await using cloud = await startCloud(await loadSeed(seedFile), options)
  const { groups } = cloud
  const environment = renderEnvironment(groups)
  if (environmentFile !== undefined) await writeEnvironmentFile(environmentFile, environment)
  process.stdout.write(`\n${renderSummary(cloud)}\n`)
  if (environmentFile === undefined) process.stdout.write(`Environment\n${environment}\n`)
  const what = environmentFile === undefined ? 'the lines above' : environmentFile
  process.stdout.write(`Ready. Where your program starts, source ${what}\nCtrl-C ends the cloud.\n`)
  await end
  if (environmentFile !== undefined) await replaceEnvironmentFile(environmentFile, environment, renderEnd(groups))
}

/**
 * Settles when the npm that started this process has ended: `npx` does not hand on the signals it gets itself, and its
 * child would go on unseen. Whoever starts this process without npm may leave it alone.
 */
function endOfNpm(): Promise<void> {
  const { ppid, env } = process
  if (env['npm_execpath'] === undefined) return new Promise(() => {})
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (process.ppid === ppid) return
      clearInterval(timer)
      resolve()
    }, parentPollMs)
    timer.unref()
  })
}

/** Settles with the first signal that asks to end. A second one ends the process as if nobody listened. */
export function nextSignal(): Promise<void> {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  return new Promise((resolve) => {
    const end = (): void => {
      for (const signal of signals) process.off(signal, end)
      resolve()
    }
    for (const signal of signals) process.on(signal, end)
  })
}
